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

    Of several that fit a message, the one that says most of it counts.  Wrong answers that fail at
    the same check with the same message cannot be told apart, and are one entry.

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
        known = _known(drill)
        made: dict[tuple[str, str], list[str]] = {}
        for learner, first in firsts:
            if (sign := _closest(known, first)) is not None:
                made.setdefault(sign, []).append(learner)
        of_drill = [
            Misconception(drill.slug, sign[0], tuple(mistakes), tuple(made[sign]))
            for sign, mistakes in known.items()
            if sign in made
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


def _closest(known: Iterable[tuple[str, str]], first: CheckResult) -> tuple[str, str] | None:
    fits = [sign for sign in known if sign[0] == first.function and sign[1] in first.message]
    return max(fits, key=lambda sign: len(sign[1]), default=None)
