"""`drills new`: the skeleton of a drill."""

from __future__ import annotations

import click

from runner.commands.course import Course
from runner.commands.options import pass_course
from runner.render.console import say, shown


@click.command
@click.argument("place", metavar="TRACK/NN_slug")
@pass_course
def command(course: Course, place: str) -> None:
    """Start a drill of your own from a skeleton.

    `drills verify` calls it incomplete, file by file, until it is filled.
    """
    from runner.course.skeleton import make

    folder = make(course.catalog, place)
    say(f"Created {shown(folder)}:")
    for path in sorted(folder.iterdir()):
        say(f"  {path.name}{'/' if path.is_dir() else ''}")
    say()
    say("docs/authoring.md says what belongs into each.")
    say(f"Next: drills verify {folder.name}")
