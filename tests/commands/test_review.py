"""`drills review`."""

import json
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from runner.learner.practices import practices
from runner.records import Attempt, migration_engine
from tests.commands.conftest import Call, Learner


def _long_ago(learner: Learner) -> None:
    """Move all attempts so far back that what was passed is due."""
    with Session(migration_engine(learner.attempts.path)) as session:
        for attempt in session.scalars(select(Attempt)):
            attempt.started_at = datetime.now(UTC) - timedelta(days=90)
        session.commit()


def test_nothing_to_review_at_first(call: Call):
    """A new learner is sent on."""
    assert "Nothing to review yet" in call("review").stdout


def test_what_was_passed_comes_back(call: Call, learner: Learner):
    """Today it is listed with its day; after its days it is due, and offered by next."""
    learner.answer()
    learner.tried(passed=True)
    first = call("review").stdout
    assert "basics/01_sum" in first
    assert "Next: drills next" in first
    assert json.loads(call("next", "--json").stdout)["review"] is None
    _long_ago(learner)
    assert "Next: drills review 01_sum" in call("review").stdout
    assert call("next").stdout.startswith("Due for review: basics/01_sum")
    (due,) = json.loads(call("review", "--json").stdout)["drills"]
    assert due["due"] is True


def test_a_review_starts_from_the_stub(call: Call, learner: Learner):
    """The stub is back, the answer is kept, and the drill stays done."""
    path = learner.answer()
    text = path.read_text()
    learner.tried(passed=True)
    shown = call("review", "01_sum").stdout
    assert "Your answer is kept" in shown
    assert path.read_text() == learner.drill().file("exercise").read_text()
    assert any(kept.read_text() == text for kept in path.parent.glob("01_sum.*.py"))
    assert practices(learner.attempts)["basics/01_sum"]


def test_what_was_not_passed_cannot_be_reviewed(call: Call, learner: Learner):
    """Exit code 2, and what to type."""
    learner.tried(passed=False)
    result = call("review", "01_sum")
    assert result.exit_code == 2
    assert "has not been passed yet" in result.stderr
