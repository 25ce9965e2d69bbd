"""Marks for other programs: JUnit, CSV for spreadsheets, Gradescope's results.json."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from runner import junit
from runner.classroom.marks import points_by_check
from runner.errors import UsageError
from runner.render.feedback import (
    TAMPERED,
    hidden_sentence,
    not_marked,
    told,
    why_unchecked,
)
from runner.render.sentences import outcomes
from runner.saving import save
from runner.words import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from runner.classroom.marks import Mark, Marks
    from runner.model import CheckResult, Drill, Verdict
    from runner.render.feedback import Level

_COLUMNS = (
    "learner",
    "drill",
    "status",
    "points",
    "max_points",
    "passed_checks",
    "checks",
    "first_failing_check",
    "message",
)
_FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the start of a formula: https://owasp.org/www-community/attacks/CSV_Injection."""


def write_junit(marks: Marks, file: Path) -> None:
    """Write a JUnit report: a suite per learner, a case per check.

    Args:
        marks: of a class.
        file: where to.

    Raises:
        UsageError: there it cannot be written.
    """
    junit.write(
        (
            (
                learner,
                [case for mark in answers for case in _cases(mark.verdict)]
                or [junit.Case(learner, "answers", "; ".join(not_marked(marks, learner)))],
            )
            for learner, answers in marks.by_learner.items()
        ),
        file,
    )


def write_csv(marks: Marks, file: Path) -> None:
    """Write one row per answer, for a spreadsheet, and one for who handed in nothing to mark.

    What would be taken for a formula gets an apostrophe in front, and so is a text.

    Args:
        marks: of a class.
        file: where to.

    Raises:
        UsageError: there it cannot be written.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for mark in marks.answers:
        first = mark.verdict.first_failure
        passed, total = mark.verdict.tally
        writer.writerow(
            (
                _cell(mark.learner),
                _cell(mark.drill),
                mark.verdict.status,
                round(mark.points, 6),
                round(mark.max_points, 6),
                passed,
                total,
                _cell(first.name if first else ""),
                _cell(mark.verdict.message or (first.message if first else "")),
            )
        )
    for learner, answers in marks.by_learner.items():
        if not answers:
            why = _cell("; ".join(not_marked(marks, learner)))
            writer.writerow((_cell(learner), "", "not_marked", 0, "", "", "", "", why))
    save(file, text.getvalue())


def require_one_learner(learners: Iterable[str]) -> None:
    """Refuse what no results.json can hold.

    Args:
        learners: whose answers they are, with repeats.

    Raises:
        UsageError: there are several, or none.
    """
    found = len(set(learners))
    if found != 1:
        raise UsageError(
            f"Gradescope's results.json is about one learner, found {found or 'none'}",
            mend="Name the one with `--only LEARNER`.",
        )


def write_gradescope(
    marks: Marks, drills: Sequence[Drill], file: Path, *, level: Level = "full"
) -> None:
    """Write what Gradescope reads from an autograder: results.json, of one learner.

    See https://gradescope-autograders.readthedocs.io/en/latest/specs/.  One test per check;
    hidden checks are tests that no learner is shown.

    Args:
        marks: of one learner.
        drills: those that were marked.
        file: where to.
        level: how much a learner is told; with `mark` there is one test per drill.

    Raises:
        UsageError: there are several learners, or none; or it cannot be written.
    """
    require_one_learner(marks.by_learner)
    (learner,) = marks.by_learner
    known = {drill.slug: drill for drill in drills}
    pairs = [(mark, known[mark.drill]) for mark in marks.answers]
    document = {
        "score": round(sum(mark.points for mark in marks.answers), 6),
        "execution_time": round(sum(m.verdict.duration_ms for m in marks.answers) / 1000, 3),
        "output": "\n\n".join(
            [*filter(None, (_overall(*pair, level) for pair in pairs)), *not_marked(marks, learner)]
        ),
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [
            test
            for number, pair in enumerate(pairs, 1)
            for test in (_whole(*pair, number) if level == "mark" else _each(*pair, number, level))
        ],
    }
    save(file, json.dumps(document, indent=2) + "\n")


def _cases(verdict: Verdict) -> Iterator[junit.Case]:
    for check in verdict.checks:
        yield junit.Case(
            verdict.drill, check.name, _problem(check, verdict), check.duration_ms, check.detail
        )


def _problem(check: CheckResult, verdict: Verdict) -> str:
    """Why a check counts as failed: where the answer tampered, its passes count for nothing."""
    if check.passed and verdict.status != "tampering":
        return ""
    return verdict.message or check.message or check.status


def _cell(text: str) -> str:
    """A text that a spreadsheet takes as one, in one line."""
    text = visible(one_line(text))
    return f"'{text}" if text.startswith(_FORMULA) else text


def _overall(mark: Mark, drill: Drill, level: Level) -> str:
    """What there is to say about an answer as a whole."""
    if mark.verdict.status == "tampering":
        return f"{drill.name}: {TAMPERED}"
    if mark.verdict.message and level == "full":
        return f"{drill.name}: {why_unchecked(mark.verdict)}"
    return ""


def _whole(mark: Mark, drill: Drill, number: int) -> Iterator[dict[str, Any]]:
    yield _test(
        f"{drill.name} · {drill.title}",
        str(number),
        points=(mark.points, mark.max_points),
        passed=mark.verdict.passed,
    )


def _each(mark: Mark, drill: Drill, number: int, level: Level) -> Iterator[dict[str, Any]]:
    points = points_by_check(drill, mark.verdict)
    tampered = mark.verdict.status == "tampering"
    hidden = 0
    for place, (sentence, check) in enumerate(outcomes(mark.verdict.checks), 1):
        hidden += check.hidden
        what = hidden_sentence(hidden, check) if check.hidden else sentence
        yield _test(
            f"{drill.name}: {what}",
            f"{number}.{place}",
            points=points[check.function],
            passed=check.passed and not tampered,
            output="" if tampered or check.hidden or level != "full" else told(check),
            hidden=check.hidden,
        )


def _test(
    name: str,
    number: str,
    *,
    points: tuple[float, float],
    passed: bool,
    output: str = "",
    hidden: bool = False,
) -> dict[str, Any]:
    return {
        "name": name,
        "number": number,
        "score": round(points[0], 6),
        "max_score": round(points[1], 6),
        "status": "passed" if passed else "failed",
        "output": output,
        "visibility": "hidden" if hidden else "visible",
    }
