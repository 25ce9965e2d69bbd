"""`drills progress`: how far one is, track by track, and where one is stuck."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from runner.commands.course import Course
from runner.commands.options import json_option, pass_course, propose, work_option
from runner.errors import UsageError as Misuse
from runner.learner.attempts import DONE
from runner.learner.practices import costly_checks, days
from runner.render.calendar import WEEKS, calendar
from runner.render.console import say, say_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runner.learner.attempts import Effort
    from runner.model import Track

JSON_VERSION = 1
_COSTLY_SHOWN = 5


@click.command
@click.option("--html", metavar="FILE", type=click.Path(dir_okay=False), help="Write a page.")
@json_option
@work_option
@pass_course
def command(course: Course, html: str | None, as_json: bool) -> None:
    """Show how far you are, track by track.

    You see what is done, attempts, time, and where you are stuck; a calendar of your practice; the
    checks that cost most attempts. Time counts from one attempt to the next, without pauses longer
    than 15 minutes.
    """
    if as_json and html is not None:
        raise Misuse("--html takes no --json", mend=f"drills progress --html {html}")
    efforts = course.attempts.efforts()
    tracks = [_of_track(course, track, efforts) for track in course.catalog.tracks]
    drills = _of_drills(course, efforts)
    practised = days(course.attempts)
    costly = costly_checks(course.attempts, _COSTLY_SHOWN)
    if as_json:
        say_json(
            {
                "version": JSON_VERSION,
                "tracks": tracks,
                "drills": drills,
                "days": [asdict(each) | {"day": each.day.isoformat()} for each in practised],
                "costly_checks": [asdict(each) for each in costly],
            }
        )
        return
    today = datetime.now(UTC).date()
    if html is not None:
        from runner.render.page import progress_page
        from runner.saving import save

        save(html, progress_page(tracks, drills, practised, costly, today))
        say(f"Written: {html}")
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
    if practised:
        say()
        say(click.style(f"Practice, the last {WEEKS} weeks", bold=True))
        say(calendar(practised, today))
    if costly:
        say()
        say(click.style("Checks that cost most attempts", bold=True))
        for each in costly:
            name = each.drill.rpartition("/")[2]
            say(f"  {each.attempts:>3}  {name}: {each.check}")
    say()
    propose("Next: drills next")


def _of_drills(course: Course, efforts: Mapping[str, Effort]) -> list[dict[str, Any]]:
    return [
        {
            "drill": drill.slug,
            "state": course.state(drill),
            "attempts": course.done_so_far[drill.slug].attempts,
            "seconds": round(efforts[drill.slug].seconds),
        }
        for drill in course.catalog.drills
        if drill.slug in efforts
    ]


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
