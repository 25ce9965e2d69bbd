"""`drills next`: the first drill not done whose needs are met, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from runner.commands.course import Course
from runner.commands.options import json_option, pass_course, propose, work_option
from runner.learner.attempts import DONE
from runner.learner.quizzes import Quiz, quizzes, tested_out
from runner.render.console import say, say_json, width
from runner.render.layout import wrapped
from runner.words import counted

if TYPE_CHECKING:
    from runner.learner.attempts import State
    from runner.model import Drill

JSON_VERSION = 1


@click.command
@json_option
@work_option
@pass_course
def command(course: Course, as_json: bool) -> None:
    """Say which drill comes next, and why.

    It is the first in learning order that is not done and whose needs are. What is due for review
    comes before it, and before all a quiz whose clock runs.
    """
    states = states_of(course)
    if (quiz := _running(course)) is not None and not as_json:
        minutes = counted(quiz.minutes_left(datetime.now(UTC)), "minute")
        say(f"A quiz is going on: {quiz.track}, {minutes} left")
        propose(f"  drills quiz {quiz.track}  shows how you stand")
        say()
    if (due := _due(course)) is not None and not as_json:
        say(f"Due for review: {due.slug}")
        propose(f"  drills review {due.name}  starts it again from the stub")
        say()
    drill = next_drill(states)
    if as_json:
        found = (
            {"drill": None, "title": None, "why": f"all {len(states)} are done"}
            if drill is None
            else {"drill": drill.slug, "title": drill.title, "why": _why(drill, states)}
        )
        aside = {"review": due.slug if due else None, "quiz": quiz.track if quiz else None}
        say_json({"version": JSON_VERSION} | found | aside)
        return
    if drill is None:
        propose("Every drill is done. `drills progress` shows what it took.")
        return
    say(click.style(f"{drill.slug} · {drill.title}", bold=True))
    say(f"level {drill.difficulty}, about {drill.minutes} minutes, {drill.database}")
    say()
    say(wrapped(f"Why: {_why(drill, states)}.", width()))
    say()
    propose(f"Next: drills show {drill.name}  the brief")
    propose(f"      drills run {drill.name}   makes your file, and checks it")


def _running(course: Course) -> Quiz | None:
    """The quiz that ends first of those whose clocks run."""
    now = datetime.now(UTC)
    running = [quiz for quiz in quizzes(course.attempts).values() if quiz.is_open(now)]
    return min(running, key=lambda quiz: quiz.ends_at, default=None)


def _due(course: Course) -> Drill | None:
    """The drill that has been due for the longest."""
    if not any(state.passed for state in course.done_so_far.values()):
        return None  # nothing to import for
    from runner.commands.review import due_drills

    now = datetime.now(UTC)
    waiting = [(due.at, drill) for drill, due in due_drills(course) if due.is_due(now)]
    return min(waiting, key=lambda pair: pair[0])[1] if waiting else None


def states_of(course: Course) -> dict[Drill, State]:
    """How far each drill is; all of a track that was tested out are done.

    Raises:
        SetupError: the progress file or an answer cannot be read.
    """
    known = tested_out(course.attempts)
    return {
        drill: "done" if drill.track.slug in known else course.state(drill)
        for drill in course.catalog.drills
    }


def next_drill(states: dict[Drill, State]) -> Drill | None:
    """The first whose needs are met; where needs go round in a circle, the first at all."""
    open_drills = [drill for drill, state in states.items() if state not in DONE]
    ready = (drill for drill in open_drills if not _open_needs(drill, states))
    return next(ready, open_drills[0] if open_drills else None)


def _open_needs(drill: Drill, states: dict[Drill, State]) -> list[str]:
    not_done = {other.name for other, state in states.items() if state not in DONE}
    return [name for name in drill.needs if name in not_done]


def _why(drill: Drill, states: dict[Drill, State]) -> str:
    begun = "you have started it" if states[drill] == "started" else ""
    if waiting := _open_needs(drill, states):
        needs = f"it needs {', '.join(waiting)}, which needs it"
    elif drill.needs:
        needs = f"what it needs is done: {', '.join(drill.needs)}"
    else:
        needs = "it needs no other drill"
    order = list(states)
    skipped = [d for d in order[: order.index(drill)] if states[d] not in DONE]
    first = "" if skipped else "it is the first that is not done"
    passed_over = ""
    if skipped:
        one = skipped[0]
        passed_over = f"{one.name} comes earlier but needs {', '.join(_open_needs(one, states))}"
    return "; ".join(part for part in (begun, first, needs, passed_over) if part)
