"""The marks of a class as one page that needs no network, for the instructor."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from runner.render.feedback import counted_points, seen, why_unchecked
from runner.render.marks import ISOLATION, lines_of
from runner.render.page import filled
from runner.render.sentences import outcomes
from runner.saving import save
from runner.words import amount, counted, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runner.classroom.marks import Mark, Marks, Unmatched
    from runner.model import CheckResult, Drill, Verdict

_BINS = 10
_SCRIPT = Path(__file__).parent / "pages" / "class.js"


class _Learner(NamedTuple):
    """A learner's row, and their section below."""

    name: str
    anchor: str
    points: float
    answers: dict[str, Mark]
    """By the drill's slug."""
    unmatched: list[Unmatched]

    @property
    def passed(self) -> int:
        return sum(mark.verdict.passed for mark in self.answers.values())


class _Rate(NamedTuple):
    """How a check went over the class."""

    title: str
    name: str
    hidden: bool
    passed: int
    total: int

    @property
    def percent(self) -> int:
        return round(100 * self.passed / self.total)


class _Failure(NamedTuple):
    """Checks that did not pass for the same reason, such as a function that is not written."""

    checks: list[tuple[str, CheckResult]]
    """Each with its sentence."""
    message: str
    seen: str


class _Bar(NamedTuple):
    """How many learners have so much of the points."""

    least: int
    """Per cent."""
    most: int
    learners: int
    height: float
    """0 to 1."""


def write_html(marks: Marks, drills: Sequence[Drill], file: Path) -> None:
    """Write the page: the table, where the class struggles, and each learner's answers.

    It shows hidden checks, and what was seen of tampering: it is not for learners.

    Args:
        marks: of a class.
        drills: those that were marked, in the order of their columns.
        file: where to.

    Raises:
        UsageError: there it cannot be written.
    """
    asked = [d for d in drills if any(mark.drill == d.slug for mark in marks.answers)]
    most = {mark.drill: mark.max_points for mark in marks.answers}
    learners = list(_learners(marks))
    script = _SCRIPT.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    text = filled(
        "class.html",
        marks=marks,
        drills=asked,
        most=most,
        learners=learners,
        anchors={learner.name: learner.anchor for learner in learners},
        bars=_bars([learner.points for learner in learners], sum(most.values())),
        rates=[(drill, _rates(marks, drill)) for drill in asked],
        misconceptions=sorted(marks.misconceptions, key=lambda each: -len(each.learners)),
        passed=sum(mark.verdict.passed for mark in marks.answers),
        isolation=ISOLATION[marks.isolation],
        script=Markup(script),
        script_digest=digest,
        amount=amount,
        counted=counted,
        counted_points=counted_points,
        lines_of=lines_of,
        failures=_failures,
        visible=visible,
        why_unchecked=why_unchecked,
    )
    save(file, text)


def _learners(marks: Marks) -> Iterator[_Learner]:
    for number, (name, answers) in enumerate(marks.by_learner.items(), 1):
        own = {mark.drill: mark for mark in answers}
        points = sum(mark.points for mark in answers)
        yield _Learner(name, f"l{number}", points, own, marks.unmatched_of(name))


def _bars(points: Sequence[float], most: float) -> list[_Bar]:
    """Learners by the share of all points that they have; who has all is in the last bar."""
    share = Counter(min(int(_BINS * got / most), _BINS - 1) if most else 0 for got in points)
    tallest = max(share.values(), default=1)
    step = 100 // _BINS
    return [
        _Bar(place * step, (place + 1) * step, share[place], share[place] / tallest)
        for place in range(_BINS)
    ]


def _rates(marks: Marks, drill: Drill) -> list[_Rate]:
    """The drill's checks in their order."""
    rates: dict[tuple[str, bool], _Rate] = {}
    for mark in marks.answers:
        if mark.drill != drill.slug:
            continue
        for check in mark.verdict.checks:
            so_far = rates.get((check.name, check.hidden))
            rates[check.name, check.hidden] = _Rate(
                check.title,
                check.name,
                check.hidden,
                (so_far.passed if so_far else 0) + check.passed,
                (so_far.total if so_far else 0) + 1,
            )
    return list(rates.values())


def _failures(verdict: Verdict) -> list[_Failure]:
    """What did not pass, in the order of the checks."""
    failures: dict[tuple[str, str], _Failure] = {}
    for sentence, check in outcomes(verdict.checks):
        if check.passed or check.status == "not_run":
            continue
        said = visible(check.message), seen(check)
        failures.setdefault(said, _Failure([], *said)).checks.append((sentence, check))
    return list(failures.values())
