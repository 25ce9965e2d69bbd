"""`drills verify`: prove drills sound, or mark answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from runner.commands.answers import Asked, answers_options, mark_answers, refuse_without_answers
from runner.commands.course import Course
from runner.commands.options import json_option, pass_course
from runner.errors import EXIT_FAILED
from runner.render.bar import Bar
from runner.render.console import marks, say, say_json, width
from runner.render.soundness import report


@click.command
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--jobs", metavar="N", type=click.IntRange(1), help="Workers; one per core if unset.")
@click.option("--junit", metavar="FILE", help="Write a JUnit report too.")
@json_option
@answers_options
@pass_course
def command(
    course: Course,
    names: tuple[str, ...],
    jobs: int | None,
    junit: str | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Prove drills sound: for authors and for CI; or mark answers.

    Every stub must fail every check, every solution and right answer pass, and every wrong
    answer fail first where it says. A NAME is a drill or a track; without one, all are proven.

    With --answers it marks what learners handed in: a folder for each learner, with answers as
    they lie in work/. What is marked and has not changed is not checked again. docs/marking.md
    has the rest.
    """
    asked = Asked(**options)
    if asked.answers is not None:
        mark_answers(course, names, asked, jobs=jobs, junit=junit, as_json=as_json)
        return
    refuse_without_answers(click.get_current_context())
    drills, broken = course.catalog.read(names)
    problems = {slug: error.message for slug, error in broken.items()}
    if not names:
        problems |= dict.fromkeys(course.catalog.without_toml, "drill.toml is missing")
    from runner.verify import verify

    needs = course.catalog.needs
    soundness = verify(drills, needs=needs, broken=problems, jobs=jobs, progress=Bar())
    if junit:
        soundness.write_junit(Path(junit))
    if as_json:
        say_json(soundness.as_json())
    else:
        say(report(soundness, marks=marks(), width=width()))
    if not soundness.sound:
        click.get_current_context().exit(EXIT_FAILED)
