"""`drills quiz`."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from runner.learner.quizzes import hardest
from runner.model import CheckResult, Verdict
from runner.records import QuizDrill, migration_engine
from tests.commands.conftest import Call, Learner


def _pass(learner: Learner, name: str, at: datetime) -> None:
    slug = learner.drill(name).slug
    verdict = Verdict(slug, "a.py", "passed", (CheckResult("c", "C", 1, "passed"),))
    learner.attempts.record(verdict, answer_digest="a", checks_digest="c", started_at=at)


def test_it_does_not_start_unasked(call: Call):
    """Without a terminal somebody must say --yes: exit code 2 and the command."""
    result = call("quiz", "basics")
    assert result.exit_code == 2
    assert "drills quiz basics --yes" in result.stderr
    assert call("quiz", "nonsense", "--yes").exit_code == 2


def test_both_in_time_test_out_of_the_track(call: Call, learner: Learner):
    """Both drills start from the stub; when both are passed, next goes to another track."""
    answer = learner.answer()
    assert json.loads(call("next", "--json").stdout)["quiz"] is None
    started = call("quiz", "basics", "--yes")
    assert "minutes left" in started.stdout
    assert "Next: drills run 01_sum" in started.stdout
    assert "A quiz is going on: basics, 10 minutes left" in call("next").stdout
    assert json.loads(call("next", "--json").stdout)["quiz"] == "basics"
    assert answer.read_text() == learner.drill().file("exercise").read_text()
    now = datetime.now(UTC)
    _pass(learner, "01_sum", now)
    assert "Next: drills run 02_sum_again" in call("quiz", "basics").stdout
    _pass(learner, "02_sum_again", now)
    assert "You have tested out of" in call("quiz", "basics").stdout
    assert "quiz" not in call("next").stdout
    assert json.loads(call("quiz", "basics", "--json").stdout)["passed"] is True
    assert json.loads(call("next", "--json").stdout)["drill"] == "deep/01_greeting"
    assert "done, tested out" in call("list").stdout


def test_too_late_is_not_passed(call: Call, learner: Learner):
    """What is passed before the start or after the end does not count; one may try again."""
    _pass(learner, "01_sum", datetime.now(UTC) - timedelta(hours=1))
    call("quiz", "basics", "--yes")
    with Session(migration_engine(learner.attempts.path)) as session:
        for row in session.scalars(select(QuizDrill)):
            row.begun_at -= timedelta(minutes=50)
            row.ends_at = row.begun_at + timedelta(minutes=30)
        session.commit()
    for name in ("01_sum", "02_sum_again"):
        _pass(learner, name, datetime.now(UTC))
    again = call("quiz", "basics")
    assert again.exit_code == 2
    assert "was not started" in again.stderr
    assert json.loads(call("quiz", "basics", "--yes", "--json").stdout)["passed"] is False


@pytest.mark.parametrize("track", ["basics", "deep"])
def test_the_hardest_are_taken_in_learning_order(learner: Learner, track: str):
    """Two, or all there are."""
    drills = [drill for drill in learner.catalog.drills if drill.track.slug == track]
    assert hardest(drills) == drills[:2]
