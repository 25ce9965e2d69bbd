"""`drills review`: drills that were passed come back, from the stub, until they stick."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from runner.commands.course import Course
from runner.commands.options import DRILL, json_option, pass_course, propose, work_option
from runner.errors import UsageError as Misuse
from runner.learner.attempts import DONE
from runner.learner.practices import begin_review, practices
from runner.learner.reviews import in_days
from runner.render.console import say, say_json, shown

if TYPE_CHECKING:
    from runner.learner.reviews import Due
    from runner.model import Drill

JSON_VERSION = 1
_SHOWN = 10


@click.command
@click.argument("drill", metavar="[NAME]", type=DRILL, required=False)
@json_option
@work_option
@pass_course
def command(course: Course, drill: Drill | None, as_json: bool) -> None:
    """Take up a passed drill again, from the stub.

    Without a NAME: which drills are due. A drill comes back after some days, later each time it
    goes well (the schedule is FSRS). With a NAME: the stub is put back, your answer is kept.
    """
    if drill is None:
        _list(course, as_json=as_json)
        return
    if course.state(drill) not in DONE:
        raise Misuse(
            f"{drill.name} has not been passed yet, so there is nothing to review",
            mend=f"`drills run {drill.name}` checks your answer.",
        )
    begin_review(course.attempts, drill.slug)  # first: it may fail, and then all is as it was
    kept = course.workspace.reset(drill)
    path = course.workspace.answer_path(drill)
    if as_json:
        document = {"drill": drill.slug, "answer": str(path), "kept": str(kept) if kept else None}
        say_json({"version": JSON_VERSION} | document)
        return
    say(f"{shown(path)} is the stub again.")
    if kept is not None:
        say(f"Your answer is kept: {shown(kept)}")
    say()
    propose(f"Next: drills run {drill.name}")


def _list(course: Course, *, as_json: bool) -> None:
    now = datetime.now(UTC)
    coming = sorted(due_drills(course), key=lambda pair: pair[1].at)
    if as_json:
        drills = [
            {
                "drill": drill.slug,
                "due_at": due.at.isoformat(),
                "due": due.is_due(now),
                "passes": due.passes,
            }
            for drill, due in coming
        ]
        say_json({"version": JSON_VERSION, "drills": drills})
        return
    if not coming:
        say("Nothing to review yet: a drill comes back some days after you have passed it.")
        say()
        propose("Next: drills next")
        return
    for drill, due in coming[:_SHOWN]:
        when = in_days(due.at, now)
        line = f"{drill.slug:<48} {'due' if due.is_due(now) else when}"
        say(click.style(line, fg="yellow") if due.is_due(now) else line)
    if len(coming) > _SHOWN:
        say(f"… and {len(coming) - _SHOWN} later")
    say()
    first, due = coming[0]
    propose(f"Next: drills review {first.name}" if due.is_due(now) else "Next: drills next")


def due_drills(course: Course) -> list[tuple[Drill, Due]]:
    """The drills that were passed, each with when it comes back.

    Args:
        course: the learner's.
    """
    from runner.learner.reviews import schedule

    by_slug = schedule(practices(course.attempts))
    return [
        (drill, by_slug[drill.slug]) for drill in course.catalog.drills if drill.slug in by_slug
    ]
