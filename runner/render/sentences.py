"""Checks as sentences with their marks, grouped by task."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from click import style

from runner.render.layout import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runner.model import CheckResult
    from runner.render.console import Marks

_STATUS_WORDS = {
    "skipped": "was skipped",
    "timeout": "took too long",
    "crash": "crashed",
    "memory": "took too much memory",
    "output": "printed too much",
}


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
        for _, runs in groupby(group, key=lambda check: check.function):
            lines.append(_sentence(list(runs), marks, width))
    return "\n".join(lines)


def _sentence(runs: Sequence[CheckResult], marks: Marks, width: int) -> str:
    """A check's line.

    Args:
        runs: its results, one per database.
        marks: how outcomes are marked.
        width: of the lines.
    """
    missed = [run for run in runs if not run.passed]
    shown = (missed or runs)[0]
    if shown.passed:
        mark, colour = marks.passed, "green"
    elif shown.status == "not_run":
        mark, colour = marks.waiting, "bright_black"
    else:
        mark, colour = marks.failed, "red"
    title = shown.title
    if len(runs) > 1 and title.endswith((" (SQLite)", " (PostgreSQL)")):
        title, _, database = title.rpartition(" (")
        if len(missed) == 1:
            title += f" (not on {database.rstrip(')')})"
    if word := _STATUS_WORDS.get(shown.status):
        title += f" ({word})"
    hanging = " " * (3 + len(mark))
    text = wrapped(title, width, first=hanging, then=hanging)[len(hanging) :]
    return f"  {style(mark, fg=colour, bold=True)} {text}"
