"""When a passed drill should come back, so that it sticks.

The schedule is FSRS (https://github.com/open-spaced-repetition/fsrs4anki/wiki), by its own
library.  Nothing of it is stored: it is worked out anew from the attempts, so that a better
version of it, or other settings, need no migration.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fsrs import Card, Rating, Scheduler

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from runner.learner.practices import Practice

MANY_FAILURES = 4
"""Failed attempts from which on a drill was hard."""


@dataclass(frozen=True, slots=True)
class Due:
    """When a drill comes back."""

    at: datetime
    passes: int
    """How often it was passed: the first time, and from the stub again."""

    def is_due(self, now: datetime) -> bool:
        """Whether it is time."""
        return self.at <= now


def schedule(practices: Mapping[str, Sequence[Practice]]) -> dict[str, Due]:
    """When each drill that was passed comes back.

    Args:
        practices: by drill: what each start from the stub led to, oldest first.
    """
    # No steps of minutes: a drill is not a card that one sees ten times a day.
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    due = {}
    for drill, rounds in practices.items():
        card = Card(card_id=1)
        for practice in rounds:
            card, _ = scheduler.review_card(card, _rating(practice), practice.passed_at)
        if rounds:
            due[drill] = Due(card.due, len(rounds))
    return due


def _rating(practice: Practice) -> Rating:
    """How it went: with hints or many failures it was hard, without any it was easy."""
    if practice.hints or practice.failures >= MANY_FAILURES:
        return Rating.Hard
    return Rating.Good if practice.failures else Rating.Easy


def in_days(at: datetime, now: datetime) -> str:
    """A moment as a person says it: `today`, `in 3 days`.

    Args:
        at: the moment.
        now: the present one.
    """
    days = (at.astimezone(UTC).date() - now.astimezone(UTC).date()).days
    if days <= 0:
        return "today"
    return "tomorrow" if days == 1 else f"in {days} days"
