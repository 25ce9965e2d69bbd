"""`drills hint`: one hint for the check that failed, one level deeper each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from runner.commands.course import Course
from runner.commands.options import drill_argument, json_option, pass_course, propose, work_option
from runner.errors import DrillError
from runner.errors import UsageError as Misuse
from runner.model import Check, named
from runner.render.console import say, say_json, width
from runner.render.layout import wrapped

if TYPE_CHECKING:
    from runner.model import Drill

JSON_VERSION = 1


@click.command
@drill_argument
@click.option(
    "--check", "named_check", metavar="CHECK", help="For this check (a part of its name)."
)
@json_option
@work_option
@pass_course
def command(course: Course, drill: Drill, named_check: str | None, as_json: bool) -> None:
    """Show the next hint for the check that fails.

    That is the first check that failed in your last attempt, or the one that you name. The first
    hint is a nudge, the next names the idea, the last is nearly code.
    """
    if named_check is None:
        check = _failing_check(course, drill)
    else:
        hinted = [Check(name, "", None) for name in drill.hints]
        check = named(hinted, named_check, drill)[0].name
    if check is None:
        if as_json:
            nothing = dict.fromkeys(("check", "depth", "of", "hint"))
            say_json({"version": JSON_VERSION, "drill": drill.slug} | nothing)
        else:
            say(f"Your last attempt at {drill.name} passed: there is nothing to hint at.")
        return
    function = check.partition("[")[0]
    hints = drill.hints.get(function, ())
    if not hints:
        raise DrillError(
            f"{drill.name} has no hint for its check {function}",
            mend=f"`drills show {drill.name}` has the brief, with further reading.",
        )
    depth = min(course.attempts.next_hint(drill.slug, function), len(hints))
    course.attempts.hint_shown(drill.slug, function, depth)
    hint = hints[depth - 1]
    if as_json:
        say_json(
            {
                "version": JSON_VERSION,
                "drill": drill.slug,
                "check": check,
                "depth": depth,
                "of": len(hints),
                "hint": hint,
            }
        )
        return
    say(click.style(f"Hint {depth} of {len(hints)} for {check}", bold=True))
    say()
    say("\n".join(wrapped(line, width(), first="  ", then="  ") for line in hint.splitlines()))
    say()
    propose(f"Next: drills run {drill.name}")
    if depth < len(hints):
        again = "" if named_check is None else f" --check {function}"
        propose(f"      drills hint {drill.name}{again}  one level deeper")


def _failing_check(course: Course, drill: Drill) -> str | None:
    """The first check that failed last time; None where that attempt passed.

    Raises:
        UsageError: nothing was checked yet, or nothing could be.
    """
    state = course.done_so_far.get(drill.slug)
    run = f"`drills run {drill.name}`"
    if state is None:
        raise Misuse(
            f"there is no attempt at {drill.name} yet, so no check that failed",
            mend=f"{run} checks your answer; the hint is for what fails there.",
        )
    if state.last_status != "passed" and state.last_failed_check is None:
        raise Misuse(
            f"your last answer to {drill.name} could not be loaded, so no check has run",
            mend=f"{run} shows what to mend first.",
        )
    return state.last_failed_check
