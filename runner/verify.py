"""`drills verify`: prove every check against right and known-wrong answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from runner import junit
from runner.checking import Checker, with_checker
from runner.course.anatomy import Needs, problems, problems_of_checks, read_wrong, shipped
from runner.errors import DrillError, SetupError
from runner.forked import End, Send, in_forks, warm_up
from runner.model import JSON_VERSION, Drill, Verdict

_UNIT = 2
"""Answers checked by one worker at a stretch: few, so that no worker ends alone with slow ones."""


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """One shipped answer: what it should do, and what it did."""

    answer: str
    """`exercise.py`, `solution.py`, `right/x.py` or `wrong/x.py`."""
    expected: str
    observed: str
    ok: bool
    duration_ms: float = 0.0


@dataclass(slots=True)
class DrillReport:
    """One drill: what its folder lacks, and how its answers did."""

    drill: str
    problems: list[str] = field(default_factory=list)
    answers: list[AnswerReport] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.problems and all(answer.ok for answer in self.answers)


@dataclass(slots=True)
class Soundness:
    """The report on all drills that were asked for."""

    drills: list[DrillReport]

    @property
    def sound(self) -> bool:
        """Whether every drill is."""
        return all(drill.sound for drill in self.drills)

    def as_json(self) -> dict[str, Any]:
        """The documented JSON shape."""
        return {
            "version": JSON_VERSION,
            "sound": self.sound,
            "drills": [
                {"drill": d.drill, "sound": d.sound, "problems": d.problems}
                | {"answers": [asdict(answer) for answer in d.answers]}
                for d in self.drills
            ],
        }

    def write_junit(self, file: Path) -> None:
        """Write a JUnit report: a suite per drill, a case per answer, one for the folder.

        Raises:
            UsageError: there it cannot be written.
        """
        junit.write(
            (
                (
                    drill.drill,
                    [
                        junit.Case(drill.drill, "folder", "; ".join(drill.problems)),
                        *(
                            junit.Case(drill.drill, a.answer, _problem(a), a.duration_ms)
                            for a in drill.answers
                        ),
                    ],
                )
                for drill in self.drills
            ),
            file,
        )


def _problem(answer: AnswerReport) -> str:
    return "" if answer.ok else f"expected {answer.expected}; {answer.observed}"


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch of one drill's answers for one worker; the first also looks at the folder."""

    drill: Drill
    answers: tuple[Path, ...]
    needs: Needs
    first: bool


def verify(
    drills: Sequence[Drill],
    *,
    needs: Needs,
    broken: Mapping[str, str] | None = None,
    jobs: int | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Soundness:
    """Prove drills sound: stubs fail, right answers pass, wrong ones fail where they say.

    Args:
        drills: the drills to prove.
        needs: of all drills of the course.
        broken: slug -> what is wrong with a folder that cannot be read as a drill.
        jobs: workers; one per core by default.
        progress: called with how many answers are done, and of how many.

    Returns:
        The report, with every problem found and not just the first.

    Raises:
        SetupError: this machine lacks something, such as a PostgreSQL server.
    """
    reports = {slug: DrillReport(slug, [why]) for slug, why in (broken or {}).items()}
    reports |= {drill.slug: DrillReport(drill.slug) for drill in drills}
    # The deepest drills take longest: first in, so that no worker ends alone with one.
    units = [
        unit
        for drill in sorted(drills, key=lambda drill: -drill.difficulty)
        for unit in _units(drill, needs)
    ]
    total = sum(len(unit.answers) for unit in units)
    done = 0
    progress(0, total)
    warm_up(drill.checks for drill in drills)
    for unit, found in in_forks(units, _prove, workers=jobs, alike=lambda unit: unit.drill.slug):
        if found is End.LOST:
            raise SetupError(
                f"a process that checked {unit.drill.slug} was killed", mend="Run it again."
            )
        if not isinstance(found, End):
            report = reports[unit.drill.slug]
            # A drill whose checks are broken says so in each of its workers.
            report.problems += [each for each in found["problems"] if each not in report.problems]
            report.answers += [AnswerReport(**answer) for answer in found["answers"]]
            done += len(unit.answers)
            progress(done, total)
    for report in reports.values():
        report.answers.sort(key=lambda answer: answer.answer)
    return Soundness(list(reports.values()))


def _units(drill: Drill, needs: Needs) -> Iterator[_Unit]:
    given = [path for path in map(drill.file, ("exercise", "solution")) if path.exists()]
    answers = [*given, *shipped(drill, "right"), *shipped(drill, "wrong")]
    if not drill.file("solution").exists():  # on which the others lean
        answers = given
    for start in range(0, max(len(answers), 1), _UNIT):
        yield _Unit(drill, tuple(answers[start : start + _UNIT]), needs, first=start == 0)


def _prove(units: Iterator[_Unit], send: Send) -> None:
    """Check the answers of one drill's units, in a worker; sends `DrillReport`s as JSON data."""
    first = next(units)
    report = DrillReport(first.drill.slug)
    if first.first:
        report.problems += problems(first.drill, first.needs)

    def work(checker: Checker) -> None:
        nonlocal report
        if first.first:
            report.problems += problems_of_checks(first.drill, checker.checks)
        for unit in chain([first], units):
            report.answers += [_judge(checker, answer) for answer in unit.answers]
            send(asdict(report))
            report = DrillReport(first.drill.slug)

    try:
        with_checker(first.drill, work)
    except DrillError as error:
        if str(error) not in report.problems:  # its drill.toml is looked at before
            report.problems.append(str(error))
        send(asdict(report))


def _judge(checker: Checker, answer: Path) -> AnswerReport:
    drill = checker.drill
    name = answer.relative_to(drill.path).as_posix()
    if answer == drill.file("exercise"):
        verdict = checker.check(answer)
        expected = "every check fails"
        ok, observed = _stub_fails(verdict, frozenset(drill.details["holds_before_work"]))
    elif answer.parent.name == "wrong":
        try:
            wrong = read_wrong(answer)
        except DrillError as error:
            return AnswerReport(name, "FAILS and SAYS", str(error), ok=False)
        verdict = checker.check(answer, stop_at_first=True)
        expected = f"fails first at {wrong.fails} with “{wrong.says}”"
        first = verdict.first_failure
        ok = (
            verdict.status not in {"passed", "import_error"}
            and first is not None
            and first.function == wrong.fails
            and wrong.says in first.message
        )
        observed = _observed(verdict)
    else:
        verdict = checker.check(answer)
        expected, ok, observed = "passes", verdict.passed, _observed(verdict)
    return AnswerReport(name, expected, observed, ok, verdict.duration_ms)


def _stub_fails(verdict: Verdict, held: frozenset[str]) -> tuple[bool, str]:
    """Whether a stub fails every check, each in an orderly way and with a message."""
    if verdict.message:
        return False, _observed(verdict)
    odd = [
        f"{check.name}: {check.status}"
        for check in verdict.checks
        if check.function not in held
        and not (check.status in {"failed", "error"} and check.message)
    ]
    odd += [
        f"{check.name}: {check.status}, though drill.toml says that it holds before any work"
        for check in verdict.checks
        if check.function in held and not check.passed
    ]
    return not odd, "; ".join(odd) or "every check fails"


def _observed(verdict: Verdict) -> str:
    if verdict.message:
        return f"{verdict.status}: {verdict.message}"
    first = verdict.first_failure
    return f"{first.status} at {first.name}: {first.message}" if first else "passes"
