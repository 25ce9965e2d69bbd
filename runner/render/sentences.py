"""Checks as sentences with their marks, grouped by task."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from click import style

from runner.render.layout import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from runner.model import CheckResult
    from runner.render.console import Marks

_STATUS_WORDS = {
    "skipped": "was skipped",
    "timeout": "took too long",
    "crash": "crashed",
    "memory": "took too much memory",
    "output": "printed too much",
}


class Outcome(NamedTuple):
    """One check, whatever it ran on: several databases, or several cases."""

    sentence: str
    """Its title, and what there is to add: on which database it did not pass, how it died."""
    result: CheckResult
    """The first run that did not pass, or the first of all."""


def sentences(checks: Sequence[CheckResult], *, marks: Marks, width: int) -> str:
    """One sentence per check; a check that ran on two databases is still one.

    Args:
        checks: in their order.
        marks: how outcomes are marked.
        width: of the lines.
    """
    tasks = {check.task for check in checks}
    lines = []
    for task, group in groupby(checks, key=lambda check: check.task):
        if task is not None and len(tasks) > 1:
            lines.append(style(f"Task {task}", bold=True))
        lines += [_marked(outcome, marks, width) for outcome in outcomes(group)]
    return "\n".join(lines)


def outcomes(checks: Iterable[CheckResult]) -> Iterator[Outcome]:
    """Checks as sentences.

    Args:
        checks: in their order.
    """
    # The instructor's own checks stay apart from those that bear the same name.
    for _, group in groupby(checks, key=lambda check: (check.function, check.hidden)):
        runs = list(group)
        missed = [run for run in runs if not run.passed]
        shown = (missed or runs)[0]
        title = shown.title
        if len(runs) > 1 and title.endswith((" (SQLite)", " (PostgreSQL)")):
            title, _, database = title.rpartition(" (")
            if len(missed) == 1:
                title += f" (not on {database.rstrip(')')})"
        if word := _STATUS_WORDS.get(shown.status):
            title += f" ({word})"
        yield Outcome(title, shown)


def _marked(outcome: Outcome, marks: Marks, width: int) -> str:
    if outcome.result.passed:
        mark, colour = marks.passed, "green"
    elif outcome.result.status == "not_run":
        mark, colour = marks.waiting, "bright_black"
    else:
        mark, colour = marks.failed, "red"
    hanging = " " * (3 + len(mark))
    text = wrapped(outcome.sentence, width, first=hanging, then=hanging)[len(hanging) :]
    return f"  {style(mark, fg=colour, bold=True)} {text}"
