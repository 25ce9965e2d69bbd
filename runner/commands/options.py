"""The arguments and options that several commands share."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from runner.commands.course import Course
from runner.errors import DrillsError
from runner.render.console import for_work, say

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from runner.model import Drill


COMPLETION_VARIABLE = "_DRILLS_COMPLETE"
"""With it in the environment, a shell asks `drills` how a word goes on."""


def _note_work(context: click.Context, _: click.Parameter, folder: str | None) -> None:
    if folder is not None:
        context.ensure_object(Course).work = folder


def propose(text: str) -> None:
    """Print commands to type next; they are for the folder of answers that this one was for."""
    say(for_work(text, click.get_current_context().ensure_object(Course).work))


class _DrillName(click.ParamType):
    name = "name"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Drill:
        assert ctx is not None
        return ctx.ensure_object(Course).catalog.drill(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        drills: tuple[Drill, ...] = ()
        with suppress(DrillsError):  # a shell that completes is no place to tell it
            drills = Course().catalog.drills
        return [
            CompletionItem(d.name, help=d.title) for d in drills if d.name.startswith(incomplete)
        ]


DRILL = _DrillName()
"""Turns what a person types into a drill."""

drill_argument = click.argument("drill", metavar="NAME", type=DRILL)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON: docs/json.md.")
work_option = click.option(
    "--work",
    metavar="DIR",
    expose_value=False,
    callback=_note_work,
    help="The folder of your answers, instead of work/ or $DRILLS_WORK.",
)
pass_course = click.make_pass_decorator(Course, ensure=True)
