"""A verdict as text for a person: every check as a sentence, the first failure in full."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from click import style

from runner.render.console import Marks, shown
from runner.render.evidence import evidence, own_line
from runner.render.layout import labelled, preformatted, shortened, wrapped
from runner.render.sentences import sentences
from runner.render.statements import log_lines, tail_lines
from runner.words import counted, cut_inside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runner.model import CheckResult, Drill, Verdict

_DETAIL_LINES = 24
_OUTPUT_LINES = 10
_LONGEST = 400
_HELP = {
    "import_error": "No check can run before Python can load it.",
    "skipped": "Only an explicit pass counts.",
    "timeout": "Look for a loop that never ends, or a lock that is never released.",
    "crash": "The whole Python process ended: os._exit(), a signal, or a fault in native code.",
    "memory": "Work through the data piece by piece instead of holding all of it.",
    "output": "Look for a print() inside a loop.",
}


def header(drill: Drill, answer: Path, *, created: bool, width: int) -> str:
    """What is checked, before it is.

    Args:
        drill: the drill.
        answer: the file or folder that is checked.
        created: whether it was made from the stub just now.
        width: of the lines.
    """
    title = wrapped(f"{drill.name} · {drill.title}", width)
    said = f"Created {shown(answer)} from the stub." if created else shown(answer)
    return f"{style(title, bold=True)}\n{said}\n"


def report(verdict: Verdict, *, marks: Marks, width: int, whole_log: bool = False) -> str:
    """What came out.

    Args:
        verdict: of one answer.
        marks: how outcomes are marked.
        width: of the lines.
        whole_log: show every statement of every check, instead of the last ones of a failure.
    """
    if verdict.message:
        blocks = [_unloadable(verdict, marks, width)]
    else:
        blocks = [sentences(verdict.checks, marks=marks, width=width)]
        if whole_log:
            blocks.append("\n".join(_whole_logs(verdict.checks, width)))
        failure = verdict.first_failure
        if failure is not None:
            blocks.append("\n".join(_in_full(failure, verdict, marks, width, tail=not whole_log)))
    return "\n\n".join([*blocks, _sum(verdict)])


def _unloadable(verdict: Verdict, marks: Marks, width: int) -> str:
    """Why no check could run."""
    head = style("Nothing could be checked", bold=True)
    lines = [
        f"{style(marks.failed, fg='red', bold=True)} {head}",
        "",
        wrapped(verdict.message, width, first="  ", then="  "),
    ]
    if verdict.detail:
        lines += ["", preformatted(verdict.detail, width, indent="    ", at_most=_DETAIL_LINES)]
    if printed := list(_printed("printed", verdict.output, width)):
        lines += ["", *printed]
    if help_line := _HELP.get(verdict.status):
        lines += ["", wrapped(help_line, width, first="  ", then="  ")]
    return "\n".join(lines)


def _in_full(
    check: CheckResult, verdict: Verdict, marks: Marks, width: int, *, tail: bool
) -> Iterator[str]:
    """The first failing check: what was observed, and everything that helps to find out why."""
    hanging = " " * (len(marks.failed) + 1)
    title = wrapped(check.title, width, first=hanging, then=hanging).strip()
    yield f"{style(marks.failed, fg='red', bold=True)} {style(title, bold=True)}"
    yield style(f"  {check.name}", dim=True)
    yield ""
    if check.message:
        # SQLAlchemy's errors bring the statement along; it is shown below.
        message = check.message.partition(" [SQL: ")[0]
        yield wrapped(message, width, first="  ", then="  ")
    if help_line := _HELP.get(check.status):
        yield wrapped(help_line, width, first="  ", then="  ")
    yield ""
    if check.line:
        yield labelled("your line", own_line(check.line, Path(verdict.answer)), width)
    if check.called:
        calls = [cut_inside(call, _LONGEST) for call in check.called]
        yield labelled("called", calls, width)
    for label, lines in evidence(check):
        yield labelled(label, shortened(lines, _DETAIL_LINES), width)
    yield from _printed("at import", verdict.output, width)
    yield from _printed("printed", check.output, width)
    if tail and (statements := tail_lines(check, width)):
        yield labelled("SQL", statements, width, wrap=False)


def _printed(label: str, output: str, width: int) -> Iterator[str]:
    """The last of what the answer printed, where it did."""
    if output.strip():
        last = output.strip().splitlines()[-_OUTPUT_LINES:]
        yield labelled(label, [cut_inside(line, _LONGEST) for line in last], width)


def _whole_logs(checks: Sequence[CheckResult], width: int) -> Iterator[str]:
    for check in checks:
        if check.status == "not_run":
            continue
        yield style(f"SQL of {check.name}: {counted(check.sql_count, 'statement')}", bold=True)
        yield from log_lines(check, width)


def _sum(verdict: Verdict) -> str:
    passed, total = verdict.tally
    seconds = f"{verdict.duration_ms / 1000:.1f} s"
    if verdict.passed:
        what = f"All {total} checks passed" if total > 1 else "The check passed"
        return style(f"{what} in {seconds}.", fg="green", bold=True)
    return f"{passed} of {counted(total, 'check')} passed in {seconds}."
