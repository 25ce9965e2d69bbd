"""The report of `drills verify` as text: every problem, not just the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from runner.render.console import Marks
from runner.render.layout import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runner.verify import DrillReport, Soundness


def report(soundness: Soundness, *, marks: Marks, width: int) -> str:
    """One line per sound drill, all problems of the others, and the sum.

    Args:
        soundness: what `runner.verify.verify` found.
        marks: how outcomes are marked.
        width: of the lines.
    """
    lines = [line for drill in soundness.drills for line in _of_drill(drill, marks, width)]
    answers = sum(len(drill.answers) for drill in soundness.drills)
    unsound = sum(not drill.sound for drill in soundness.drills)
    total = len(soundness.drills)
    sum_line = f"{total} drill{'s' * (total != 1)}, {answers} answers: "
    sum_line += "all sound." if soundness.sound else f"{unsound} not sound."
    colour = "green" if soundness.sound else "red"
    return "\n".join([*lines, "", style(sum_line, fg=colour, bold=True)])


def _of_drill(drill: DrillReport, marks: Marks, width: int) -> Iterator[str]:
    mark, colour = (marks.passed, "green") if drill.sound else (marks.failed, "red")
    yield f"{style(mark, fg=colour, bold=True)} {drill.drill}  {len(drill.answers)} answers"
    for problem in drill.problems:
        yield wrapped(problem, width, first="    ", then="      ")
    for answer in drill.answers:
        if not answer.ok:
            yield f"    {style(answer.answer, bold=True)}"
            for label, text in (("expected", answer.expected), ("observed", answer.observed)):
                yield wrapped(f"{label}  {text}", width, first="      ", then=" " * 16)
