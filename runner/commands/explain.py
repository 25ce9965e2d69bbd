"""`drills explain`: a word of the briefs in a few sentences."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from runner.commands.course import Course
from runner.commands.options import json_option, pass_course
from runner.course.glossary import term, terms
from runner.errors import UsageError
from runner.render.console import say, say_json, width
from runner.render.layout import wrapped

if TYPE_CHECKING:
    from runner.model import Drill

JSON_VERSION = 1


@click.command
@click.argument("words", metavar="[TERM]", nargs=-1)
@json_option
@pass_course
def command(course: Course, words: tuple[str, ...], as_json: bool) -> None:
    """Explain a word: savepoint, phantom, N+1, identity map.

    Without a TERM: all the words there are.
    """
    if not words:
        names = [each.name for each in terms()]
        if as_json:
            say_json({"version": JSON_VERSION, "terms": names})
        else:
            say(wrapped(", ".join(names), width()))
            say()
            say("Next: drills explain TERM")
        return
    found = term(" ".join(words))
    by_name: dict[str, Drill] = {}
    with suppress(UsageError):  # a word means the same where there is no course
        by_name = {drill.name: drill for drill in course.catalog.drills}
    drills = [by_name[name] for name in found.drills if name in by_name]
    if as_json:
        document = {"term": found.name, "meaning": found.meaning}
        say_json({"version": JSON_VERSION} | document | {"drills": [d.slug for d in drills]})
        return
    say(click.style(found.name, bold=True))
    say()
    say(wrapped(found.meaning, width(), first="  ", then="  "))
    say()
    for number, drill in enumerate(drills):
        say(f"{'Next: ' if number == 0 else '      '}drills show {drill.name}")
