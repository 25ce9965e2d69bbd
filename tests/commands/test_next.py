"""`drills next`."""

import json

from tests.commands.conftest import Call, Learner


def _next(call: Call) -> dict[str, str]:
    return json.loads(call("next", "--json").stdout)


def test_starts_with_the_first(call: Call):
    """On a fresh start it is the first drill of the first track."""
    assert _next(call)["drill"] == "basics/01_sum"
    assert "it is the first that is not done" in call("next").stdout


def test_a_done_drill_opens_what_needs_it(call: Call, learner: Learner):
    """Once a need is done, the drill that needs it comes next, and why is said."""
    learner.tried("01_sum", passed=True)
    found = _next(call)
    assert found["drill"] == "basics/02_sum_again"
    assert "what it needs is done: 01_sum" in found["why"]


def test_skips_a_drill_whose_needs_are_open(call: Call, learner: Learner):
    """A drill that needs an undone one is passed over, and that is said."""
    toml = learner.drill("01_sum").path / "drill.toml"
    toml.write_text(f'needs = ["01_greeting"]\n{toml.read_text()}')
    found = _next(call)
    assert found["drill"] == "deep/01_greeting"
    assert "01_sum comes earlier but needs 01_greeting" in found["why"]


def test_needs_in_a_circle_do_not_stop_it(call: Call, learner: Learner):
    """Two drills that need each other: the first is named, with the circle."""
    toml = learner.drill("01_sum").path / "drill.toml"
    toml.write_text(f'needs = ["02_sum_again"]\n{toml.read_text()}')
    learner.tried("01_greeting", passed=True)
    assert _next(call)["drill"] == "basics/01_sum"


def test_a_changed_answer_stays_done(call: Call, learner: Learner):
    """What has passed once is not asked for again."""
    learner.tried("01_sum", passed=True)
    learner.answer("changed = True")
    assert _next(call)["drill"] == "basics/02_sum_again"


def test_when_all_is_done(call: Call, learner: Learner):
    """At the end there is no next drill."""
    for name in ("01_sum", "02_sum_again", "01_greeting"):
        learner.tried(name, passed=True)
    assert _next(call)["drill"] is None
    assert "Every drill is done" in call("next").stdout
