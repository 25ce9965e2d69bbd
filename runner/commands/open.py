"""`drills open`: the brief and the answer in an editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

import click

from runner.commands.course import Course
from runner.commands.options import drill_argument, pass_course, work_option
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
    editor = _editor()
    if created:
        say(f"Created {shown(path)} from the stub.")
    brief = str(drill.path / "README.md")
    try:
        ended = subprocess.run([*editor, brief, str(path)], check=False)
    except OSError as error:
        raise SetupError(
            f"cannot start {editor[0]}: {error.strerror}", mend="Set EDITOR to another program."
        ) from None
    if ended.returncode:
        raise SetupError(
            f"{editor[0]} ended with exit code {ended.returncode}",
            mend="Set EDITOR to another program.",
        )
    say(f"Next: drills run {drill.name}")


def _editor() -> list[str]:
    for variable in ("VISUAL", "EDITOR"):
        if chosen := shlex.split(os.environ.get(variable, "")):
            return chosen
    if code := shutil.which("code"):
        return [code]
    raise SetupError(
        "no editor is known: neither VISUAL nor EDITOR is set, and VS Code is not there",
        mend="For example: export EDITOR=nano",
    )
