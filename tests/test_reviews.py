"""When passed drills come back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from runner.learner.attempts import Attempts
from runner.learner.practices import Practice, begin_review, practices
from runner.learner.reviews import in_days, schedule
from runner.model import CheckResult, Verdict

NOON = datetime(2025, 11, 21, 12, tzinfo=UTC)


def _record(attempts: Attempts, at: datetime, *, passed: bool) -> None:
    status = "passed" if passed else "failed"
    attempts.record(
        Verdict("t/01_x", "a.py", status, (CheckResult("c", "C", 1, status),)),
        answer_digest="a",
        checks_digest="c",
        started_at=at,
    )


def test_a_practice_goes_from_the_stub_to_the_first_pass(tmp_path: Path) -> None:
    """Failures and hints before the pass count; passes of the same answer afterwards do not."""
    attempts = Attempts(tmp_path / "progress.db")
    for minute, passed in enumerate((False, False, True, True, False, True)):
        _record(attempts, NOON + timedelta(minutes=minute), passed=passed)
    assert practices(attempts) == {"t/01_x": [Practice(NOON + timedelta(minutes=2), 2, 0)]}


def test_a_review_is_another_practice(tmp_path: Path) -> None:
    """What comes after `drills review` counts for itself, hints included."""
    attempts = Attempts(tmp_path / "progress.db")
    _record(attempts, NOON, passed=True)
    begin_review(attempts, "t/01_x")
    assert len(practices(attempts)["t/01_x"]) == 1
    attempts.hint_shown("t/01_x", "c", 1)
    later = datetime.now(UTC) + timedelta(minutes=5)
    _record(attempts, later, passed=False)
    _record(attempts, later + timedelta(minutes=1), passed=True)
    first, second = practices(attempts)["t/01_x"]
    assert (first.failures, first.hints) == (0, 0)
    assert (second.failures, second.hints) == (1, 1)


def test_the_interval_grows_with_each_pass() -> None:
    """The second time it takes longer to come back."""
    once = schedule({"d": [Practice(NOON, 1, 0)]})["d"]
    again_at = once.at
    twice = schedule({"d": [Practice(NOON, 1, 0), Practice(again_at, 1, 0)]})["d"]
    assert timedelta(days=1) <= once.at - NOON < timedelta(days=10)
    assert twice.at - again_at > once.at - NOON
    assert twice.passes == 2


def test_what_was_hard_comes_back_sooner() -> None:
    """With hints or many failures sooner than without."""
    easy, good, hard, hinted = (
        schedule({"d": [practice]})["d"].at
        for practice in (
            Practice(NOON, 0, 0), Practice(NOON, 1, 0), Practice(NOON, 9, 0), Practice(NOON, 0, 1)
        )
    )  # fmt: skip
    assert hard == hinted < good < easy


def test_days_are_said_as_people_do() -> None:
    """By the calendar, not by 24 hours."""
    assert in_days(NOON - timedelta(days=3), NOON) == "today"
    assert in_days(NOON + timedelta(hours=1), NOON) == "today"
    assert in_days(NOON + timedelta(hours=13), NOON) == "tomorrow"
    assert in_days(NOON + timedelta(days=4), NOON) == "in 4 days"
