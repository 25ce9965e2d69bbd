"""The marks of a class as text: who has what, what was misunderstood, where to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style
from rich.cells import cell_len, set_cell_size

from runner.render.feedback import counted_points
from runner.render.layout import wrapped
from runner.words import amount, counted, one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from runner.classroom.marks import Isolation, Mark, Marks, Similar
    from runner.model import Drill
    from runner.render import console

_MOST = 20
"""Entries of a list."""
ISOLATION: dict[Isolation, str] = {
    "strict": "Strict isolation: answers could not reach this machine's files, network or "
    "processes.",
    "basic": "Basic isolation: answers were watched for tampering, but nothing kept them from "
    "this machine's files and network. Rely on it only for people whom you trust.",
    "none": "No isolation: nothing kept an answer from reading the solution and the other "
    "answers, or from changing its own mark. These marks prove nothing about people whom you do "
    "not trust.",
}
"""What a level of isolation means for the marks."""


def report(marks: Marks, drills: Sequence[Drill], *, marks_style: console.Marks, width: int) -> str:
    """A table of learners and drills, and below it what there is to see over all of them.

    Args:
        marks: of a class.
        drills: those that were marked, in the order of their columns.
        marks_style: how outcomes are marked.
        width: of the lines.
    """
    sections = [_said(ISOLATION[marks.isolation], width, fg=_colour(marks.isolation))]
    if marks.answers:
        asked = [d for d in drills if any(mark.drill == d.slug for mark in marks.answers)]
        sections += [_legend(marks, asked), *_tables(marks, asked, marks_style, width)]
    sections += _listed("Tampering", _tampering(marks), width)
    sections += _listed("Misconceptions", _misconceptions(marks), width)
    sections += _listed("Alike: a place to look, not a verdict", map(_alike, marks.similar), width)
    unmatched = (visible(f"{each.path}: {each.why}") for each in marks.unmatched)
    sections += _listed("Not marked", unmatched, width)
    return "\n\n".join([*sections, _sum(marks)])


def lines_of(pair: Similar) -> tuple[str, str]:
    """Where the longest common stretch is, in each of the two answers: `, lines 3 to 40`."""
    if not pair.lines:
        return "", ""
    one, other = (f", lines {first} to {last}" for first, last in pair.lines)
    return one, other


def _colour(isolation: Isolation) -> str | None:
    return None if isolation == "strict" else "yellow"


def _said(text: str, width: int, *, fg: str | None) -> str:
    return style(wrapped(text, width), fg=fg)


def _legend(marks: Marks, drills: Sequence[Drill]) -> str:
    """What the numbers above the columns stand for."""
    most = {mark.drill: mark.max_points for mark in marks.answers}
    lines = [
        f"{number:>3}  {drill.slug}  {style(counted_points(most[drill.slug]), dim=True)}"
        for number, drill in enumerate(drills, 1)
    ]
    if len(drills) > 1:
        lines.append(f"     total  {style(counted_points(sum(most.values())), dim=True)}")
    return "\n".join(lines)


def _tables(
    marks: Marks, drills: Sequence[Drill], signs: console.Marks, width: int
) -> Iterator[str]:
    """The table, in as many pieces as its columns need."""
    by_learner = {
        learner: {mark.drill: mark for mark in own} for learner, own in marks.by_learner.items()
    }
    totals = {
        learner: amount(sum(mark.points for mark in own.values()))
        for learner, own in by_learner.items()
    }
    names = {learner: visible(one_line(learner)) for learner in by_learner}
    first = min(max(map(cell_len, ["learner", *names.values()])), width // 4)
    second = max(map(len, ["total", *totals.values()]))
    cell = max(len(_cell(mark, signs)) for mark in marks.answers)
    fit = max((width - first - second - 2) // (cell + 2), 1)
    for start in range(0, len(drills), fit):
        shown = drills[start : start + fit]
        numbers = "".join(f"  {start + place:>{cell}}" for place in range(1, len(shown) + 1))
        lines = [style(f"{'learner':<{first}}  {'total':>{second}}{numbers}", bold=True)]
        for learner, own in by_learner.items():
            cells = "".join(f"  {_painted(own.get(d.slug), signs, cell)}" for d in shown)
            lines.append(f"{_fitted(names[learner], first)}  {totals[learner]:>{second}}{cells}")
        passed = "".join(f"  {_passed(marks, drill):>{cell}}" for drill in shown)
        lines.append(style(f"{'passed':<{first}}  {'':>{second}}{passed}", dim=True))
        yield "\n".join(lines)


def _cell(mark: Mark, signs: console.Marks) -> str:
    sign = signs.passed if mark.verdict.passed else signs.failed
    return f"{sign.strip()} {amount(mark.points)}"


def _painted(mark: Mark | None, signs: console.Marks, width: int) -> str:
    if mark is None:
        return style(f"{signs.waiting.strip():>{width}}", fg="bright_black")
    return style(f"{_cell(mark, signs):>{width}}", fg="green" if mark.verdict.passed else "red")


def _passed(marks: Marks, drill: Drill) -> int:
    return sum(mark.verdict.passed for mark in marks.answers if mark.drill == drill.slug)


def _fitted(text: str, width: int) -> str:
    """A text in as many columns of the terminal, some of whose characters take two."""
    if cell_len(text) > width:
        return f"{set_cell_size(text, width - 1)}…"
    return set_cell_size(text, width)


def _tampering(marks: Marks) -> Iterator[str]:
    for mark in marks.answers:
        if mark.verdict.status == "tampering":
            seen = visible(one_line(mark.verdict.message))
            yield f"{visible(mark.learner)}, {mark.drill}: {seen}"


def _misconceptions(marks: Marks) -> Iterator[str]:
    for each in sorted(marks.misconceptions, key=lambda found: -len(found.learners)):
        said = " Or: ".join(each.misconceptions)
        who = ", ".join(map(visible, each.learners))
        yield f"{len(each.learners)}× {each.drill}, {each.check}: {said} ({who})"


def _alike(pair: Similar) -> str:
    (one, other), (here, there) = map(visible, pair.learners), lines_of(pair)
    return f"{pair.share:.0%} {pair.drill}: {one}{here}; {other}{there}"


def _listed(heading: str, entries: Iterable[str], width: int) -> list[str]:
    """A heading with its first entries; nothing where there are none."""
    lines = [wrapped(entry, width, first="  ", then="      ") for entry in entries]
    if len(lines) > _MOST:
        lines[_MOST:] = [f"  … and {len(lines) - _MOST} more: --json and --report have all"]
    return ["\n".join([style(heading, bold=True), *lines])] if lines else []


def _sum(marks: Marks) -> str:
    if not marks.answers:
        return style("No answer was marked.", fg="red", bold=True)
    passed = sum(mark.verdict.passed for mark in marks.answers)
    by_learner = marks.by_learner
    learners = counted(len(by_learner), "learner")
    if without := sum(not own for own in by_learner.values()):
        learners += f" ({without} without an answer that could be marked)"
    answers = counted(len(marks.answers), "answer")
    text = f"{learners}, {answers}: {'all' if marks.passed else passed} passed."
    return style(text, fg="green" if marks.passed else "red", bold=True)
