"""Which known mistakes a class makes: those of the drills' own `wrong/` answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from runner.classroom.marks import Misconception
from runner.course.anatomy import read_wrong, shipped
from runner.errors import DrillError

if TYPE_CHECKING:
    from runner.model import CheckResult, Drill, Verdict


def misconceptions(
    drills: Iterable[Drill], verdicts: Sequence[tuple[str, Verdict]]
) -> tuple[Misconception, ...]:
    """Count whose answers fail just as a `wrong/` answer does: first at its check, as it says.

    An answer counts for each mistake that it matches.  Wrong answers that fail at the same check
    with the same message cannot be told apart, and are one entry.

    Args:
        drills: those that were answered.
        verdicts: each with its learner.

    Returns:
        What at least one answer matches; of each drill the commonest first.
    """
    found: list[Misconception] = []
    for drill in drills:
        firsts = [
            (learner, first)
            for learner, verdict in verdicts
            if verdict.drill == drill.slug and (first := _first_failure(verdict)) is not None
        ]
        of_drill = [
            Misconception(drill.slug, check, tuple(mistakes), learners)
            for (check, says), mistakes in _known(drill).items()
            if (learners := _matching(firsts, check, says))
        ]
        found += sorted(of_drill, key=lambda each: -len(each.learners))
    return tuple(found)


def _known(drill: Drill) -> dict[tuple[str, str], list[str]]:
    """Check and message -> the mistakes that show so."""
    known: dict[tuple[str, str], list[str]] = {}
    for path in shipped(drill, "wrong"):
        try:
            wrong = read_wrong(path)
        except DrillError:  # `drills verify` tells its author
            continue
        known.setdefault((wrong.fails, wrong.says), []).append(wrong.misconception)
    return known


def _first_failure(verdict: Verdict) -> CheckResult | None:
    """The first among the drill's own checks, as a wrong answer's FAILS means it."""
    return next((check for check in verdict.checks if not check.passed and not check.hidden), None)


def _matching(firsts: Iterable[tuple[str, CheckResult]], check: str, says: str) -> tuple[str, ...]:
    return tuple(
        learner for learner, first in firsts if first.function == check and says in first.message
    )
