"""`drills progress`."""

import json
from pathlib import Path

from tests.commands.conftest import Call, Learner


def _tracks(call: Call) -> list[dict[str, object]]:
    return json.loads(call("progress", "--json").stdout)["tracks"]


def test_counts_done_and_attempts(call: Call, learner: Learner):
    """Each track has its done drills and attempts."""
    learner.tried("01_sum")
    learner.tried("01_sum", passed=True, minute=5)
    basics, deep = _tracks(call)
    assert (basics["done"], basics["total"], basics["attempts"]) == (1, 2, 2)
    assert (deep["done"], deep["total"], deep["attempts"]) == (0, 1, 0)
    assert "1 of 2" in call("progress").stdout


def test_time_leaves_out_pauses(call: Call, learner: Learner):
    """Time runs from attempt to attempt; a gap of hours was a pause."""
    for minute in (0, 4, 10, 400):
        learner.tried("01_sum", minute=minute)
    assert _tracks(call)[0]["seconds"] == 600
    assert "10 min" in call("progress").stdout


def test_says_where_one_is_stuck(call: Call, learner: Learner):
    """The drill with most failures since its last pass is named with its failing check."""
    for _ in range(5):
        learner.tried("01_sum")
    learner.tried("01_sum", passed=True)
    learner.tried("02_sum_again", failing="adds_nothing")
    learner.tried("02_sum_again", failing="adds_two_numbers")
    assert _tracks(call)[0]["stuck"] == {
        "drill": "basics/02_sum_again",
        "failed": 2,
        "check": "adds_two_numbers",
    }
    shown = call("progress").stdout
    assert "stuck at 02_sum_again: failed 2 times" in shown
    assert "adds_two_numbers" in shown


def test_nothing_done_yet(call: Call, learner: Learner):
    """Without attempts everything is zero, nobody is stuck, and no file is made."""
    assert [track["stuck"] for track in _tracks(call)] == [None, None]
    assert not learner.workspace.root.exists()


def test_shows_days_and_costly_checks(call: Call, learner: Learner):
    """A calendar of practice, and the checks that failed first more than once."""
    for minute in range(3):
        learner.tried("01_sum", failing="adds_nothing", minute=minute)
    learner.tried("02_sum_again", failing="adds_nothing", minute=9)
    learner.tried("01_sum", passed=True, minute=24 * 60)
    data = json.loads(call("progress", "--json").stdout)
    assert data["days"] == [
        {"day": "2026-11-21", "attempts": 4, "passed": 0},
        {"day": "2026-11-22", "attempts": 1, "passed": 1},
    ]
    assert data["costly_checks"] == [
        {"drill": "basics/01_sum", "check": "adds_nothing", "attempts": 3}
    ]
    assert [(each["drill"], each["attempts"]) for each in data["drills"]] == [
        ("basics/01_sum", 4),
        ("basics/02_sum_again", 1),
    ]
    shown = call("progress").stdout
    assert "Practice, the last 26 weeks" in shown
    assert "3  01_sum: adds_nothing" in shown


def test_the_page_has_it_all(call: Call, learner: Learner, tmp_path: Path):
    """One file, without a link or a script."""
    learner.tried("01_sum", failing="adds_nothing")
    learner.tried("01_sum", failing="adds_nothing")
    page = tmp_path / "progress.html"
    assert call("progress", "--html", page).exit_code == 0
    text = page.read_text()
    assert "basics/01_sum" in text
    assert "adds_nothing" in text
    assert "http" not in text
    assert "<script" not in text
    assert call("progress", "--html", tmp_path / "no/page.html").exit_code == 2


def test_a_page_and_json_are_not_both_to_be_had(call: Call, tmp_path: Path):
    """One of them would be left out."""
    page = tmp_path / "progress.html"
    refused = call("progress", "--json", "--html", page)
    assert refused.exit_code == 2
    assert "--html takes no --json" in refused.stderr
    assert not page.exists()
