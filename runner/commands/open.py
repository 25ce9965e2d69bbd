"""`drills open`: the brief and the answer in an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from runner.commands.course import Course
from runner.commands.options import drill_argument, pass_course, propose, work_option
from runner.learner.editor import edit
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
    if created:
        say(f"Created {shown(path)} from the stub.")
    edit(drill.path / "README.md", path)
    propose(f"Next: drills run {drill.name}")
