"""`drills solution`."""

import json

import pytest

from tests.commands.conftest import Call, Learner


@pytest.mark.parametrize("failed", [0, 2])
def test_is_closed_at_first(call: Call, learner: Learner, failed: int):
    """With fewer than three failed attempts the reference stays closed, also with --yes."""
    for _ in range(failed):
        learner.tried()
    result = call("solution", "01_sum", "--yes")
    assert result.exit_code == 2
    assert f"so far {failed}" in result.stderr
    assert "sqlite3" not in result.output


def test_opens_after_a_pass(call: Call, learner: Learner):
    """Once passed it opens without a question, as a difference from the learner's answer."""
    learner.answer("def total(path, numbers):\n    return sum(numbers)\n")
    learner.tried(passed=True)
    shown = call("solution", "01_sum").stdout
    assert "-    return sum(numbers)" in shown
    assert "+import sqlite3" in shown


def test_after_three_failures_it_asks_and_without_a_terminal_takes_yes(
    call: Call, learner: Learner
):
    """Nobody is asked where there is no terminal: --yes is the answer."""
    for _ in range(3):
        learner.tried()
    result = call("solution", "01_sum")
    assert result.exit_code == 2
    assert "drills solution 01_sum --yes" in result.stderr
    assert "+import sqlite3" in call("solution", "01_sum", "--yes").stdout


@pytest.mark.parametrize(("sure", "opens"), [(True, True), (False, False)])
def test_a_person_is_asked(
    call: Call, learner: Learner, monkeypatch: pytest.MonkeyPatch, sure: bool, opens: bool
):
    """On a terminal the learner decides."""
    for _ in range(3):
        learner.tried()
    monkeypatch.setattr("runner.commands.solution.ask", lambda question: sure)
    result = call("solution", "01_sum")
    assert result.exit_code == 0
    assert ("+import sqlite3" in result.stdout) is opens


def test_the_same_answer_has_no_difference(call: Call, learner: Learner):
    """An answer equal to the reference is said to be."""
    learner.answer()
    learner.tried(passed=True)
    assert "They are the same." in call("solution", "01_sum").stdout


def test_folders_are_compared_file_by_file(call: Call, learner: Learner):
    """An answer of several files shows each file that differs, also one it does not have."""
    learner.tried("01_greeting", passed=True)
    shown = json.loads(call("solution", "greeting", "--json").stdout)["difference"]
    assert "+++ reference/greeting.txt" in shown
    assert "+hello" in shown
    assert "+++ reference/__main__.py" in shown
