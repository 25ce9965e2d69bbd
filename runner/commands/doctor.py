"""`drills doctor`: what works on this machine, and how to mend the rest."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from runner.commands.course import Course
from runner.commands.options import json_option, pass_course, work_option
from runner.errors import EXIT_TOOL
from runner.render.console import marks, say, say_json, width
from runner.render.layout import wrapped

if TYPE_CHECKING:
    from runner.diagnosis import Finding

JSON_VERSION = 1
_NAME = 12


@click.command
@json_option
@work_option
@pass_course
def command(course: Course, as_json: bool) -> None:
    """Show what works on this machine, and how to mend the rest."""
    from runner.diagnosis import examine

    findings: list[Finding] = []
    for finding in examine(course.workspace.root):
        findings.append(finding)
        if not as_json:
            say(_as_text(finding))  # each when it is known: the server takes a moment
    ok = all(finding.ok for finding in findings)
    if as_json:
        shown = [asdict(f) | {"mend": "" if f.ok else f.mend} for f in findings]
        say_json({"version": JSON_VERSION, "ok": ok, "findings": shown})
    else:
        say()
        say("Everything works." if ok else "What is marked above needs mending.")
    if not ok:
        click.get_current_context().exit(EXIT_TOOL)


def _as_text(finding: Finding) -> str:
    signs = marks()
    mark, colour = (signs.passed, "green") if finding.ok else (signs.failed, "red")
    start = f"{click.style(mark, fg=colour, bold=True)} {finding.name:<{_NAME}}"
    indent = " " * (len(mark) + 1 + _NAME)
    text = wrapped(finding.found, width(), first=indent, then=indent)[len(indent) :]
    if finding.ok:
        return f"{start}{text}"
    return f"{start}{text}\n{wrapped(finding.mend, width(), first=indent, then=indent)}"
