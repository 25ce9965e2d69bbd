"""`drills verify`: prove drills sound."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from runner.commands.course import Course
from runner.commands.options import json_option, pass_course
from runner.errors import EXIT_FAILED
from runner.render.console import marks, say, say_json, width
from runner.render.soundness import report


@click.command
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--jobs", metavar="N", type=click.IntRange(1), help="Workers; one per core if unset.")
@click.option("--junit", metavar="FILE", help="Write a JUnit report too.")
@json_option
@pass_course
def command(
    course: Course, names: tuple[str, ...], jobs: int | None, junit: str | None, as_json: bool
) -> None:
    """Prove drills sound: for authors and for CI.

    Every stub must fail every check, every solution and right answer pass, and every wrong
    answer fail first where it says. A NAME is a drill or a track; without one, all are proven.
    """
    drills = course.catalog.select(names)
    from runner.verify import verify

    soundness = verify(
        drills,
        known=course.catalog.drills,
        jobs=jobs,
        progress=_bar if sys.stderr.isatty() else _silent,
    )
    if junit:
        soundness.write_junit(Path(junit))
    if as_json:
        say_json(soundness.as_json())
    else:
        say(report(soundness, marks=marks(), width=width()))
    if not soundness.sound:
        click.get_current_context().exit(EXIT_FAILED)


def _bar(done: int, total: int) -> None:
    """One line on stderr that is written over, and gone at the end."""
    if done == total:
        sys.stderr.write("\r\x1b[K")
    else:
        filled = round(30 * done / total)
        sys.stderr.write(f"\r[{'=' * filled}{' ' * (30 - filled)}] {done} of {total} answers")
    sys.stderr.flush()


def _silent(done: int, total: int) -> None:
    """Nobody watches."""
