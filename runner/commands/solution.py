"""`drills solution`: the reference beside the learner's answer, as a difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from runner.commands.course import Course
from runner.commands.options import drill_argument, json_option, pass_course, propose, work_option
from runner.errors import UsageError as Misuse
from runner.render.console import ask, say, say_json, shown
from runner.render.difference import coloured, difference

if TYPE_CHECKING:
    from runner.learner.attempts import DrillState
    from runner.model import Drill

JSON_VERSION = 1
ENOUGH_ATTEMPTS = 3


@click.command
@drill_argument
@click.option("--yes", is_flag=True, help="Do not ask whether you are sure.")
@json_option
@work_option
@pass_course
def command(course: Course, drill: Drill, yes: bool, as_json: bool) -> None:
    """Show how the reference differs from your answer.

    It opens once your answer has passed, or after three failed attempts and a confirmation.
    """
    _require_leave(course, drill, yes=yes)
    own = course.workspace.answer_path(drill)
    answer = own if own.exists() else drill.file("exercise")
    reference = drill.file("solution")
    diff = difference(answer, reference)
    if as_json:
        say_json(
            {
                "version": JSON_VERSION,
                "drill": drill.slug,
                "answer": str(answer),
                "reference": str(reference),
                "difference": "\n".join(diff),
            }
        )
        return
    say(f"From your answer (-) to the reference (+): {shown(reference)}")
    say()
    say("\n".join(coloured(diff)) if diff else "They are the same.")
    say()
    propose(f"Next: drills demo {drill.name}  what the reference does when it runs")


def opens_for_the_sure(state: DrillState | None) -> bool:
    """Whether somebody has not passed, and failed often enough to see the reference if sure."""
    return state is not None and not state.passed and state.failed >= ENOUGH_ATTEMPTS


def _require_leave(course: Course, drill: Drill, *, yes: bool) -> None:
    """Let pass who has passed, or has tried and is sure.

    Raises:
        UsageError: it is too early, or nobody is there to ask.
        Exit: the learner would rather go on.
    """
    state = course.done_so_far.get(drill.slug)
    if state is not None and state.passed:
        return
    if not opens_for_the_sure(state):
        failed = state.failed if state else 0
        raise Misuse(
            f"the reference for {drill.name} opens once you pass, or after {ENOUGH_ATTEMPTS} "
            f"failed attempts; so far {failed}",
            mend=f"`drills hint {drill.name}` helps on."
            if failed
            else f"`drills run {drill.name}` is the first attempt.",
        )
    if yes:
        return
    sure = ask(f"You have not passed {drill.name} yet. Show the reference all the same?")
    if sure is None:
        raise Misuse(
            f"you have not passed {drill.name} yet, and there is no terminal to ask whether "
            "you want to see the reference all the same",
            mend=f"drills solution {drill.name} --yes",
        )
    if not sure:
        propose(f"Then: drills hint {drill.name}")
        click.get_current_context().exit()
