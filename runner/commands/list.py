"""`drills list`: tracks and drills in learning order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from runner.commands.course import Course
from runner.commands.options import json_option, pass_course, work_option
from runner.learner.attempts import DONE
from runner.learner.quizzes import tested_out
from runner.render.console import Marks, marks, say, say_json, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runner.learner.attempts import State
    from runner.model import Drill, Track

JSON_VERSION = 1
_COLOURS = {"done": "green", "started": "yellow", "changed": "yellow", "outdated": "yellow"}
_WORDS = {
    "changed": "done, changed since",
    "outdated": "done, the drill is newer",
    "not started": "",
}


@click.command
@click.argument("track", required=False)
@json_option
@work_option
@pass_course
def command(course: Course, track: str | None, as_json: bool) -> None:
    """Show tracks and drills in learning order, and how far you are.

    With a TRACK, only that one.
    """
    tracks = [course.catalog.track(track)] if track else course.catalog.tracks
    rows: dict[Track, list[tuple[Drill, State]]] = {one: [] for one in tracks}
    for drill in course.catalog.drills:
        if drill.track in rows:
            rows[drill.track].append((drill, course.state(drill)))
    known = tested_out(course.attempts)
    if as_json:
        say_json(
            {
                "version": JSON_VERSION,
                "tracks": [
                    _as_json(track, drills) | {"tested_out": track.slug in known}
                    for track, drills in rows.items()
                ],
            }
        )
    else:
        texts = (_as_text(one, drills, marks(), one.slug in known) for one, drills in rows.items())
        say("\n\n".join(texts))


def _as_json(track: Track, drills: Sequence[tuple[Drill, State]]) -> dict[str, object]:
    return {
        "track": track.slug,
        "title": track.title,
        "summary": track.summary,
        "drills": [
            {
                "drill": drill.slug,
                "title": drill.title,
                "difficulty": drill.difficulty,
                "minutes": drill.minutes,
                "database": drill.database,
                "state": state,
            }
            for drill, state in drills
        ],
    }


def _as_text(track: Track, drills: Sequence[tuple[Drill, State]], signs: Marks, known: bool) -> str:
    done = sum(state in DONE for _, state in drills)
    count = f"{done} of {len(drills)} done{', tested out' if known else ''}"
    head = f"{track.slug} · {track.title}"
    gap = " " * max(width() - len(head) - len(count), 2)
    lines = [f"{click.style(head, bold=True)}{gap}{click.style(count, dim=True)}"]
    by_state = {"done": signs.passed, "started": signs.begun}
    by_state |= {"changed": signs.changed, "outdated": signs.changed}
    by_state = {state: mark.strip() for state, mark in by_state.items()}
    room = max(map(len, by_state.values()))
    for drill, state in drills:
        mark = by_state.get(state, "").ljust(room)
        line = (
            f"  {mark} {drill.name:<36} level {drill.difficulty}  {drill.database:<8}  "
            f"{_WORDS.get(state, state)}"
        ).rstrip()
        lines.append(click.style(line, fg=_COLOURS[state]) if state in _COLOURS else line)
    return "\n".join(lines)
