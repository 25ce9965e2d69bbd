"""How the practising went: what each start from the stub led to, days, costly checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from runner.learner.attempts import stored

if TYPE_CHECKING:
    from runner.learner.attempts import Attempts

_BEGIN_REVIEW = "INSERT INTO reviews (drill, begun_at) VALUES (?, ?)"
# A practice goes from a start (the first attempt, or a review that was begun) to the first pass
# after it.  "never" sorts behind every date; a year would be compared as a number.
_PRACTICES = """
WITH starts AS (
    SELECT drill, min(started_at) AS begun_at FROM attempts GROUP BY drill
    UNION ALL SELECT drill, begun_at FROM reviews
), spans AS (
    SELECT drill, begun_at,
           lead(begun_at, 1, 'never') OVER (PARTITION BY drill ORDER BY begun_at) AS next_begun_at
    FROM starts
), passes AS (
    SELECT spans.*, (
        SELECT min(started_at) FROM attempts a WHERE a.drill = spans.drill AND a.passed
           AND a.started_at >= spans.begun_at AND a.started_at < spans.next_begun_at) AS passed_at
    FROM spans
)
SELECT drill, passed_at,
       (SELECT count(*) FROM attempts a WHERE a.drill = passes.drill AND NOT a.passed
          AND a.started_at >= begun_at AND a.started_at < passed_at
          AND a.first_failed IS NOT NULL),
       (SELECT count(*) FROM hints_shown h WHERE h.drill = passes.drill
          AND h.shown_at >= begun_at AND h.shown_at < passed_at)
FROM passes WHERE passed_at IS NOT NULL ORDER BY drill, begun_at
"""
_DAYS = """
SELECT date(started_at), count(*), sum(passed) FROM attempts GROUP BY date(started_at) ORDER BY 1
"""
_COSTLY = """
SELECT drill, first_failed, count(*) FROM attempts WHERE first_failed IS NOT NULL
GROUP BY drill, first_failed HAVING count(*) > 1 ORDER BY count(*) DESC, max(id) DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Practice:
    """What one start from the stub led to."""

    passed_at: datetime
    failures: int
    """Attempts that failed before."""
    hints: int
    """Hints that were seen for the first time meanwhile."""


def begin_review(attempts: Attempts, drill: str) -> None:
    """Remember that a passed drill is taken up again from the stub.

    Args:
        attempts: the learner's.
        drill: the slug.

    Raises:
        SetupError: the progress file cannot be written.
    """
    with attempts.writing() as connection:
        connection.execute(_BEGIN_REVIEW, (drill, stored(datetime.now(UTC))))


def practices(attempts: Attempts) -> dict[str, list[Practice]]:
    """What each start led to, where it led to a pass: by drill, oldest first.

    Args:
        attempts: the learner's.

    Raises:
        SetupError: the progress file cannot be read.
    """
    found: dict[str, list[Practice]] = {}
    with attempts.reading() as connection:
        for drill, at, failures, hints in connection.execute(_PRACTICES) if connection else ():
            passed_at = datetime.fromisoformat(at).replace(tzinfo=UTC)
            found.setdefault(drill, []).append(Practice(passed_at, failures, hints))
    return found


@dataclass(frozen=True, slots=True)
class Day:
    """What was done on one day, in UTC."""

    day: date
    attempts: int
    passed: int


@dataclass(frozen=True, slots=True)
class CostlyCheck:
    """A check that was the first to fail more than once."""

    drill: str
    check: str
    attempts: int


def days(attempts: Attempts) -> list[Day]:
    """The days with attempts, oldest first.

    Args:
        attempts: the learner's.

    Raises:
        SetupError: the progress file cannot be read.
    """
    with attempts.reading() as connection:
        rows = connection.execute(_DAYS) if connection else ()
        return [Day(date.fromisoformat(day), count, passed) for day, count, passed in rows]


def costly_checks(attempts: Attempts, most: int) -> list[CostlyCheck]:
    """The checks that cost most attempts, costliest first.

    Args:
        attempts: the learner's.
        most: how many.

    Raises:
        SetupError: the progress file cannot be read.
    """
    with attempts.reading() as connection:
        rows = connection.execute(_COSTLY, (most,)) if connection else ()
        return [CostlyCheck(*row) for row in rows]
