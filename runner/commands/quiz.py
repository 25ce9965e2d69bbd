"""`drills quiz`: test out of a track."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from runner.commands.course import Course
from runner.commands.options import json_option, pass_course, propose, work_option
from runner.errors import UsageError as Misuse
from runner.learner.quizzes import Quiz, begin, hardest, quizzes
from runner.render.console import ask, marks, say, say_json, shown

if TYPE_CHECKING:
    from runner.model import Drill, Track

JSON_VERSION = 1


@click.command
@click.argument("track", metavar="TRACK")
@click.option("--yes", is_flag=True, help="Start the clock without asking.")
@json_option
@work_option
@pass_course
def command(course: Course, track: str, yes: bool, as_json: bool) -> None:
    """Test out of a track: its two hardest drills under time.

    Both start from the stub; the time is the sum of their minutes. Pass both in time, and the
    whole track counts as known. While the clock runs, the command shows how you stand.
    """
    found = course.catalog.track(track)
    quiz = quizzes(course.attempts).get(found.slug)
    if quiz is None or not (quiz.is_passed or quiz.is_open(datetime.now(UTC))):
        quiz = _start(course, found, yes=yes, again=quiz is not None)
    if as_json:
        document = {
            "track": found.slug,
            "begun_at": quiz.begun_at.isoformat(),
            "ends_at": quiz.ends_at.isoformat(),
            "passed": quiz.is_passed,
            "drills": [{"drill": slug, "passed": passed} for slug, passed in quiz.passed.items()],
        }
        say_json({"version": JSON_VERSION} | document)
        return
    _show(found, quiz)


def _start(course: Course, track: Track, *, yes: bool, again: bool) -> Quiz:
    """Put the stubs back and start the clock.

    Raises:
        UsageError: nobody said yes, or there is no drill.
    """
    drills = hardest([drill for drill in course.catalog.drills if drill.track == track])
    if not drills:
        raise Misuse(f"there is no drill in {track.slug} yet", mend="drills list shows them all.")
    minutes = sum(drill.minutes for drill in drills)
    names = " and ".join(drill.name for drill in drills)
    sure = yes or ask(
        f"{'The last try ran out of time. ' if again else ''}{names} from the stub, "
        f"{minutes} minutes: start the clock?"
    )
    if not sure:
        raise Misuse(
            f"the quiz of {track.slug} was not started: {names} from the stub, {minutes} minutes",
            mend=f"drills quiz {track.slug} --yes",
        )
    for drill in drills:
        _put_back(course, drill)
    begin(course.attempts, track.slug, drills, datetime.now(UTC))
    return quizzes(course.attempts)[track.slug]


def _put_back(course: Course, drill: Drill) -> None:
    kept = course.workspace.reset(drill)
    if kept is not None:
        click.echo(f"Your answer is kept: {shown(kept)}", err=True)


def _show(track: Track, quiz: Quiz) -> None:
    for slug, passed in quiz.passed.items():
        mark = marks().passed if passed else marks().waiting
        say(f"  {mark} {slug}")
    say()
    if quiz.is_passed:
        say(click.style(f"You have tested out of {track.title}.", fg="green", bold=True))
        say()
        propose("Next: drills next")
        return
    say(f"{quiz.minutes_left(datetime.now(UTC))} minutes left.")
    say()
    waiting = next(slug for slug, passed in quiz.passed.items() if not passed)
    propose(f"Next: drills run {waiting.rpartition('/')[2]}")
