"""`drills run`: check an answer, show what came out, remember the attempt."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from runner.commands.course import Course
from runner.commands.options import drill_argument, json_option, pass_course, propose, work_option
from runner.errors import EXIT_FAILED, SetupError
from runner.errors import UsageError as Misuse
from runner.render.console import marks, say, say_json, width
from runner.workspace import path_given

if TYPE_CHECKING:
    from pathlib import Path

    from runner.model import Drill, Verdict


@click.command
@drill_argument
@click.option("--answer", metavar="PATH", help="Check this file or folder instead of yours.")
@click.option("--solution", is_flag=True, help="Check the reference instead of yours.")
@click.option("--check", "only", metavar="CHECK", help="Run only this check (a part of its name).")
@click.option("--sql", is_flag=True, help="Show every SQL statement that was sent.")
@json_option
@work_option
@pass_course
def command(
    course: Course,
    drill: Drill,
    answer: str | None,
    solution: bool,
    only: str | None,
    sql: bool,
    as_json: bool,
) -> None:
    """Check your answer to a drill.

    The first time, your file is made from the stub; it is never overwritten. The attempt is
    recorded, unless --answer, --solution or --check is given.
    """
    if answer and solution:
        raise Misuse(
            "--answer and --solution were both given", mend="Give one: each names what is checked."
        )
    if answer == "":
        raise Misuse("--answer names no file", mend=f"drills run {drill.name} checks your own.")
    created = False
    if answer:
        path = path_given(answer).absolute()
    elif solution:
        path = drill.file("solution")
    else:
        path, created = course.workspace.ensure(drill)
    own = not (answer or solution)

    # A renderer is imported while a child checks: nothing to see before the header is printed.
    if not as_json:
        from runner.render.terminal import header

        say(header(drill, path, created=created, width=width()))
    if own:
        verdict, unrecorded = _checked(course, drill, path, only=only)
    else:
        keep_as = None if solution else drill.name  # the reference leaves nothing to look at
        verdict, unrecorded = _check(course, drill, path, only, keep_as=keep_as), None
    if as_json:
        say_json(verdict.as_json())
    else:
        from runner.render.terminal import report

        say(report(verdict, marks=marks(), width=width(), whole_log=sql))
        say()
        propose(_what_next(drill, verdict, own=own, only=only))
    if unrecorded is not None:
        raise unrecorded
    if not verdict.passed:
        click.get_current_context().exit(EXIT_FAILED)


def _checked(
    course: Course, drill: Drill, path: Path, *, only: str | None
) -> tuple[Verdict, SetupError | None]:
    """The verdict on one's own answer, recorded before it is shown: a closed pipe loses nothing.

    And why it could not be recorded, if so: what was found is to be shown all the same.
    """
    from runner.learner import traces
    from runner.workspace import digest

    started_at = datetime.now(UTC)
    answer_digest = digest(path)
    verdict = _check(course, drill, path, only, keep_as=drill.name)
    if only is not None:
        traces.keep(course.workspace.root, verdict, started_at)
        return verdict, None
    try:
        traces.remember(
            drill,
            verdict,
            workspace=course.workspace,
            attempts=course.attempts,
            answer_digest=answer_digest,
            started_at=started_at,
        )
    except SetupError as error:
        return verdict, error
    return verdict, None


def _check(
    course: Course, drill: Drill, path: Path, only: str | None, *, keep_as: str | None
) -> Verdict:
    if course.ahead is not None:
        check = course.ahead.check
    else:
        from runner.checking import check
    return check(drill, path, only=only, started=_import_the_rest, keep_as=keep_as)


def _import_the_rest() -> None:
    """Import what is needed after the checks, while they run."""
    import runner.learner.attempts
    import runner.render.terminal

    assert runner.learner.attempts


def _what_next(drill: Drill, verdict: Verdict, *, own: bool, only: str | None) -> str:
    """What was learnt, and what to type next."""
    if not own:
        return f"Next: drills run {drill.name}  (your own answer)"
    if only is not None:
        return f"Next: drills run {drill.name}  (all checks; this one alone was not recorded)"
    if verdict.passed:
        from runner.render.layout import wrapped

        lines = [wrapped(drill.learnt, width()), ""] if drill.learnt else []
        reference = f"drills solution {drill.name}"
        lines += [f"Next: {'drills next':<{len(reference)}}  the drill that comes next"]
        lines += [f"      {reference}  your answer beside the reference"]
        return "\n".join(lines)
    if verdict.message:  # no check could run
        return f"Next: drills run {drill.name}  (when it is mended)"
    lines = [f"drills hint {drill.name}"]
    failure = verdict.first_failure
    if failure is not None and failure.sql:
        lines.append(f"drills trace {drill.name}  what your code sent, and what came of it")
    if failure is not None and failure.tables:
        lines.append(f"drills data {drill.name}   the tables that it left")
    return "Next: " + "\n      ".join(lines)
