"""Test out of a track: its two hardest drills, from the stub, under time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from runner.learner.attempts import stored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runner.learner.attempts import Attempts
    from runner.model import Drill

HARDEST = 2
_BEGIN = "INSERT INTO quizzes (track, drill, begun_at, ends_at) VALUES (?, ?, ?, ?)"
_QUIZZES = """
SELECT track, begun_at, ends_at, drill, (
    SELECT min(started_at) FROM attempts a WHERE a.drill = quizzes.drill AND a.passed
       AND a.started_at >= begun_at AND a.started_at <= ends_at)
FROM quizzes ORDER BY begun_at, drill
"""


@dataclass(frozen=True, slots=True)
class Quiz:
    """One try at a track's quiz."""

    track: str
    begun_at: datetime
    ends_at: datetime
    passed: dict[str, bool]
    """By drill: whether it was passed in time."""

    @property
    def is_passed(self) -> bool:
        """Whether the track is tested out."""
        return all(self.passed.values())

    def minutes_left(self, now: datetime) -> int:
        """Until the clock has run out, to the nearest."""
        return round((self.ends_at - now).total_seconds() / 60)

    def is_open(self, now: datetime) -> bool:
        """Whether there is something left to pass, and time."""
        return not self.is_passed and now < self.ends_at


def hardest(drills: Sequence[Drill]) -> list[Drill]:
    """The drills that a quiz takes, in learning order.

    Args:
        drills: of one track, in learning order.
    """
    by_weight = sorted(drills, key=lambda drill: (drill.difficulty, drill.minutes), reverse=True)
    return [drill for drill in drills if drill in by_weight[:HARDEST]]


def begin(attempts: Attempts, track: str, drills: Sequence[Drill], now: datetime) -> None:
    """Start the clock.

    Args:
        attempts: the learner's.
        track: the slug.
        drills: that are to be passed.
        now: the present moment; the time is the sum of the drills' minutes.

    Raises:
        SetupError: the progress file cannot be written.
    """
    ends_at = now + timedelta(minutes=sum(drill.minutes for drill in drills))
    with attempts.writing() as connection:
        connection.executemany(
            _BEGIN, [(track, drill.slug, stored(now), stored(ends_at)) for drill in drills]
        )


def quizzes(attempts: Attempts) -> dict[str, Quiz]:
    """The last quiz of each track, or, where one was passed, that one.

    Args:
        attempts: the learner's.

    Raises:
        SetupError: the progress file cannot be read.
    """
    tries: dict[tuple[str, str, str], dict[str, bool]] = {}
    with attempts.reading() as connection:
        for track, begun, ends, drill, passed in connection.execute(_QUIZZES) if connection else ():
            tries.setdefault((track, begun, ends), {})[drill] = passed is not None
    found: dict[str, Quiz] = {}
    for (track, begun, ends), passed in tries.items():
        quiz = Quiz(track, _moment(begun), _moment(ends), passed)
        if track not in found or not found[track].is_passed:
            found[track] = quiz
    return found


def tested_out(attempts: Attempts) -> frozenset[str]:
    """The tracks, by slug, whose quiz was passed.

    Args:
        attempts: the learner's.

    Raises:
        SetupError: the progress file cannot be read.
    """
    return frozenset(track for track, quiz in quizzes(attempts).items() if quiz.is_passed)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
