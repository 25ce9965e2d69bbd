"""`drills hint`."""

import json

from tests.commands.conftest import Call, Learner, Program


def test_goes_one_level_deeper_each_time(call: Call, learner: Learner):
    """Each call shows the next hint for the failing check, and the last one again at the end."""
    learner.tried(failing="adds_nothing")
    hints = learner.drill().hints["adds_nothing"]
    shown = [call("hint", "01_sum").stdout for _ in range(4)]
    for number, text in enumerate(shown[:3]):
        assert f"Hint {number + 1} of 3 for adds_nothing" in text
        assert hints[number] in text
    assert shown[3] == shown[2]
    assert "one level deeper" in shown[0]
    assert "one level deeper" not in shown[2]


def test_follows_the_check_that_fails_now(call: Call, learner: Learner):
    """Another failing check starts at its own first hint."""
    learner.tried(failing="adds_nothing")
    call("hint", "01_sum")
    learner.tried(failing="adds_two_numbers[sqlite]")
    assert "Hint 1 of 3 for adds_two_numbers" in call("hint", "01_sum").stdout


def test_a_check_may_be_named(call: Call, learner: Learner):
    """By a part of its name, before it was ever run; one that nobody knows is told."""
    shown = call("hint", "01_sum", "--check", "nothing").stdout
    assert "Hint 1 of 3 for adds_nothing" in shown
    assert "drills hint 01_sum --check adds_nothing  one level deeper" in shown
    assert "Hint 2 of 3" in call("hint", "01_sum", "--check", "nothing").stdout
    refused = call("hint", "01_sum", "--check", "no such")
    assert refused.exit_code == 2
    assert "Its checks: " in refused.stderr


def test_before_any_attempt_it_says_to_run(call: Call):
    """Without an attempt there is no failing check: exit code 2 and the command to type."""
    result = call("hint", "01_sum")
    assert result.exit_code == 2
    assert "no attempt at 01_sum yet" in result.stderr
    assert "drills run 01_sum" in result.stderr


def test_after_a_pass_there_is_nothing_to_hint_at(call: Call, learner: Learner):
    """A passed drill needs no hint."""
    learner.tried(passed=True)
    result = call("hint", "01_sum")
    assert result.exit_code == 0
    assert "passed" in result.stdout
    shown = json.loads(call("hint", "01_sum", "--json").stdout)
    nothing = {"check": None, "depth": None, "of": None, "hint": None}
    assert shown == {"version": 1, "drill": "basics/01_sum", **nothing}


def test_an_answer_that_does_not_load_comes_first(call: Call, learner: Learner):
    """After an import error a hint for a check would mislead."""
    learner.tried(status="import_error")
    result = call("hint", "01_sum")
    assert result.exit_code == 2
    assert "could not be loaded" in result.stderr


def test_an_answer_that_ends_its_process_comes_first_too(
    program: Program, call: Call, learner: Learner
):
    """No check has run, so none has failed: not for a hint, and not for the progress."""
    learner.answer("import os\nos._exit(3)\n")
    for _ in range(2):
        ran = program("run", "01_sum")
        assert ran.returncode == 1
        assert "Next: drills run 01_sum  (when it is mended)" in ran.stdout
    result = call("hint", "01_sum")
    assert result.exit_code == 2
    assert "could not be loaded" in result.stderr
    assert "most attempts" not in call("progress").stdout


def test_json_has_depth_and_text(call: Call, learner: Learner):
    """--json tells the check, the depth and of how many."""
    learner.tried(failing="adds_nothing")
    shown = json.loads(call("hint", "01_sum", "--json").stdout)
    assert shown == {
        "version": 1,
        "drill": "basics/01_sum",
        "check": "adds_nothing",
        "depth": 1,
        "of": 3,
        "hint": "What is the sum of nothing?",
    }


def test_a_check_without_hints_says_so(call: Call, learner: Learner):
    """A drill whose author wrote no hint for the check does not end in a traceback."""
    learner.tried(failing="unheard_of")
    result = call("hint", "01_sum")
    assert result.exit_code == 3
    assert "no hint for its check unheard_of" in result.stderr
