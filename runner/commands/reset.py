"""`drills reset`: the stub again, the old answer kept beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from runner.commands.course import Course
from runner.commands.options import drill_argument, json_option, pass_course, work_option
from runner.render.console import say, say_json, shown

if TYPE_CHECKING:
    from runner.model import Drill

JSON_VERSION = 1


@click.command
@drill_argument
@json_option
@work_option
@pass_course
def command(course: Course, drill: Drill, as_json: bool) -> None:
    """Put the stub back; your old answer is kept beside it."""
    kept = course.workspace.reset(drill)
    path = course.workspace.answer_path(drill)
    if as_json:
        say_json(
            {
                "version": JSON_VERSION,
                "drill": drill.slug,
                "answer": str(path),
                "kept": str(kept) if kept else None,
            }
        )
    elif kept is None:
        say(f"{shown(path)} is the stub: there was nothing to keep.")
    else:
        say(f"{shown(path)} is the stub again.")
        say(f"Your old answer is kept: {shown(kept)}")
