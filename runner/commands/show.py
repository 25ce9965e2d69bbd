"""`drills show`: the brief of a drill."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from runner.commands.options import drill_argument, json_option
from runner.errors import DrillError
from runner.render.console import say, say_json, width

if TYPE_CHECKING:
    from runner.model import Drill

JSON_VERSION = 1


@click.command
@drill_argument
@json_option
def command(drill: Drill, as_json: bool) -> None:
    """Show the brief of a drill.

    It says why the drill matters and has its numbered tasks. In a pipe it is plain Markdown.
    """
    brief = brief_of(drill)
    if as_json:
        say_json(_as_json(drill, brief))
    elif sys.stdout.isatty():
        from runner.render.brief import rendered

        say(rendered(brief, width=width(), colour=click.get_current_context().color is not False))
        say(_about(drill))
        say(f"Next: drills run {drill.name}")
    else:
        say(brief.rstrip("\n"))


def _about(drill: Drill) -> str:
    known = f"  After: {', '.join(drill.needs)}." if drill.needs else ""
    return f"Level {drill.difficulty}, {drill.minutes} minutes, {drill.database}.{known}"


def brief_of(drill: Drill) -> str:
    """The brief of a drill, as Markdown.

    Raises:
        DrillError: it cannot be read.
    """
    try:
        return (drill.path / "README.md").read_text(encoding="utf-8")
    except OSError as error:
        why = error.strerror
    except UnicodeDecodeError:
        why = "it is not in UTF-8"
    raise DrillError(
        f"{drill.name} has no brief that can be read: {why}",
        mend=f"`drills verify {drill.name}` says what else it lacks.",
    )


def _as_json(drill: Drill, brief: str) -> dict[str, object]:
    return {
        "version": JSON_VERSION,
        "drill": drill.slug,
        "title": drill.title,
        "difficulty": drill.difficulty,
        "minutes": drill.minutes,
        "database": drill.database,
        "needs": list(drill.needs),
        "brief": brief,
    }
