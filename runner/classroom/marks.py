"""Marks for answers that were handed in: frozen, typed, and their versioned JSON.

Nothing here reads a file or runs anything: collecting, checking, keeping and reporting all speak
in these.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from runner.model import JSON_VERSION, Drill, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Isolation = Literal["strict", "basic", "none"]
"""How far an answer is kept from the machine; see `runner.isolation`."""

GRADEBOOK_URL = "DRILLS_GRADEBOOK_URL"
"""The environment variable that names a server for the gradebook."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One answer that was recognized: whose it is, and which drill's."""

    learner: str
    drill: Drill
    path: Path
    """A file, or a folder where the drill says so."""
    digest: str
    """Of its content, as `runner.workspace.digest` gives it."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a mark is about.  Where one of these is another, it has to be checked anew."""

    learner: str
    drill: str
    answer_digest: str
    drill_digest: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known about one answer."""

    verdict: Verdict
    points: tuple[float, float]
    """Got, of how many."""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Something that was handed in and cannot be marked, or that is missing."""

    path: str
    """Below the folder that was handed in."""
    why: str
    """`looks like 03_idempotent_upserts: rename it`."""
    learner: str = ""
    """Whose it is; empty where it is nobody's."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One learner's answer to one drill, and what it is worth."""

    learner: str
    verdict: Verdict
    points: float
    max_points: float
    feedback: str
    """What the learner may read about it, hidden checks left out."""

    @property
    def drill(self) -> str:
        """The drill's slug."""
        return self.verdict.drill

    def as_json(self) -> dict[str, Any]:
        """The documented JSON shape of one answer."""
        verdict = self.verdict.as_json()
        return {
            "learner": self.learner,
            "drill": self.drill,
            "status": self.verdict.status,
            "passed": self.verdict.passed,
            "points": self.points,
            "max_points": self.max_points,
            "message": self.verdict.message,
            "checks": verdict["checks"],
            "feedback": self.feedback,
        }


@dataclass(frozen=True, slots=True)
class Misconception:
    """A known wrong answer's mistake, and whose answers fail just as that one does."""

    drill: str
    check: str
    misconceptions: tuple[str, ...]
    """The first docstring line of each `wrong/` answer that fails there with that message."""
    learners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """Two answers that are much alike: a place to look, not a verdict."""

    drill: str
    learners: tuple[str, str]
    share: float
    """Of the shorter answer's fingerprints found in the other one as well: 0 to 1."""
    lines: tuple[tuple[int, int], ...] = ()
    """Where the longest common stretch begins and ends, in the one and in the other."""


@dataclass(frozen=True, slots=True)
class Marks:
    """A whole class: every answer's mark, and what there is to see over all of them."""

    isolation: Isolation
    answers: tuple[Mark, ...]
    """In order of learner, then of drill."""
    unmatched: tuple[Unmatched, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    similar: tuple[Similar, ...] = ()
    version: int = field(default=JSON_VERSION)

    @property
    def by_learner(self) -> dict[str, list[Mark]]:
        """The marks of each learner, in order; at the end who handed in nothing to mark."""
        marks: dict[str, list[Mark]] = {}
        for mark in self.answers:
            marks.setdefault(mark.learner, []).append(mark)
        for each in self.unmatched:
            if each.learner:
                marks.setdefault(each.learner, [])
        return marks

    def unmatched_of(self, learner: str) -> list[Unmatched]:
        """What a learner handed in that could not be marked, or did not hand in."""
        return [each for each in self.unmatched if each.learner == learner]

    @property
    def passed(self) -> bool:
        """Whether every answer passed."""
        return all(mark.verdict.passed for mark in self.answers)

    def as_json(self) -> dict[str, Any]:
        """The documented JSON shape, see the README."""
        return {
            "version": self.version,
            "isolation": self.isolation,
            "answers": [mark.as_json() for mark in self.answers],
            "unmatched": [asdict(each) for each in self.unmatched],
            "misconceptions": [asdict(each) for each in self.misconceptions],
            "similar": [asdict(each) for each in self.similar],
        }


def points_of(drill: Drill, verdict: Verdict) -> tuple[float, float]:
    """What a verdict is worth, and what it could be worth: the sums of `points_by_check`.

    Args:
        drill: what was asked.
        verdict: with every expected check.
    """
    points = points_by_check(drill, verdict).values()
    return sum((got for got, _ in points), 0.0), sum((most for _, most in points), 0.0)


def points_by_check(drill: Drill, verdict: Verdict) -> dict[str, tuple[float, float]]:
    """What each check earned and what it could have earned, by its function's name.

    `drill.toml` may say `[grading]` with `all_or_nothing = true`, `points` (check -> points) or
    `task_points` (task number -> points, shared equally by the task's checks).  Without them each
    check counts one point.  A check that runs on two databases counts once, and only if it passed
    on both.

    Args:
        drill: what was asked.
        verdict: with every expected check.
    """
    grading = drill.grading
    by_function: dict[str, bool] = {}
    tasks: dict[str, int | None] = {}
    for check in verdict.checks:
        by_function[check.function] = by_function.get(check.function, True) and check.passed
        tasks[check.function] = check.task
    worth = {name: _worth(name, tasks, grading) for name in by_function}
    nothing = verdict.status == "tampering" or (
        bool(grading.get("all_or_nothing")) and not verdict.passed
    )
    return {
        name: (worth[name] if passed and not nothing else 0.0, worth[name])
        for name, passed in by_function.items()
    }


def _worth(name: str, tasks: Mapping[str, int | None], grading: Mapping[str, Any]) -> float:
    if name in grading.get("points", {}):
        return float(grading["points"][name])
    task = str(tasks[name])  # TOML knows only strings as keys
    if task in grading.get("task_points", {}):
        together: Sequence[str] = [other for other, its in tasks.items() if str(its) == task]
        return float(grading["task_points"][task]) / len(together)
    return 1.0
