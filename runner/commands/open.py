"""`drills open`: the brief and the answer in an editor."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import click

from runner.commands.course import Course
from runner.commands.options import drill_argument, pass_course, work_option
from runner.editor import editor
from runner.errors import SetupError
from runner.render.console import say, shown

if TYPE_CHECKING:
    from runner.model import Drill


@click.command
@drill_argument
@work_option
@pass_course
def command(course: Course, drill: Drill) -> None:
    """Open the brief and your answer in your editor.

    That is $VISUAL or $EDITOR, or else VS Code where it is installed. Your file is made from the
    stub on first use.
    """
    path, created = course.workspace.ensure(drill)
    program = editor()
    if created:
        say(f"Created {shown(path)} from the stub.")
    brief = str(drill.path / "README.md")
    try:
        ended = subprocess.run([*program, brief, str(path)], check=False)
    except OSError as error:
        raise SetupError(
            f"cannot start {program[0]}: {error.strerror}", mend="Set EDITOR to another program."
        ) from None
    if ended.returncode:
        raise SetupError(
            f"{program[0]} ended with exit code {ended.returncode}",
            mend="Set EDITOR to another program.",
        )
    say(f"Next: drills run {drill.name}")
