"""`drills progress`: how far one is, track by track, and where one is stuck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from runner.attempts import DONE
from runner.commands.course import Course
from runner.commands.options import json_option, pass_course, work_option
from runner.render.console import say, say_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runner.attempts import Effort
    from runner.model import Track

JSON_VERSION = 1


@click.command
@json_option
@work_option
@pass_course
def command(course: Course, as_json: bool) -> None:
    """Show how far you are, track by track.

    You see what is done, attempts, time, and where you are stuck. Time counts from one attempt
    to the next, without pauses longer than 15 minutes.
    """
    efforts = course.attempts.efforts()
    tracks = [_of_track(course, track, efforts) for track in course.catalog.tracks]
    if as_json:
        say_json({"version": JSON_VERSION, "tracks": tracks})
        return
    head = f"{'':<36}{'done':>9}{'attempts':>10}{'time':>9}"
    say(click.style(head, dim=True))
    for track in tracks:
        done = f"{track['done']} of {track['total']}"
        line = f"{track['track']:<36}{done:>9}{track['attempts']:>10}{_time(track['seconds']):>9}"
        say(click.style(line, fg="green") if track["done"] == track["total"] else line)
        if stuck := track["stuck"]:
            times = "once" if stuck["failed"] == 1 else f"{stuck['failed']} times"
            say(f"  stuck at {stuck['drill'].rpartition('/')[2]}: failed {times},")
            say(f"    last at {stuck['check']}")
    say()
    say("Next: drills next")


def _of_track(course: Course, track: Track, efforts: Mapping[str, Effort]) -> dict[str, Any]:
    drills = [drill for drill in course.catalog.drills if drill.track == track]
    tried = {drill.slug: efforts[drill.slug] for drill in drills if drill.slug in efforts}
    hardest = max(tried, key=lambda slug: tried[slug].failed_since_pass, default=None)
    stuck = None
    if hardest and tried[hardest].failed_since_pass:
        stuck = {
            "drill": hardest,
            "failed": tried[hardest].failed_since_pass,
            "check": course.done_so_far[hardest].last_failed_check,
        }
    return {
        "track": track.slug,
        "title": track.title,
        "done": sum(course.state(drill) in DONE for drill in drills),
        "total": len(drills),
        "attempts": sum(course.done_so_far[slug].attempts for slug in tried),
        "seconds": round(sum(effort.seconds for effort in tried.values())),
        "stuck": stuck,
    }


def _time(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} s" if seconds else "-"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes:02} m" if hours else f"{minutes} min"
