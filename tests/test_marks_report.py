"""The marks of a class as text: what it says, and that it fits a terminal."""

from dataclasses import replace
from typing import Any

import pytest
from click import unstyle
from rich.cells import cell_len

from runner.classroom.marks import Mark, Misconception, Similar, Unmatched
from runner.model import Drill, Verdict
from runner.render.console import Marks as Signs
from runner.render.marks import report
from tests.marked import class_of, drill, marks_of, several, tampered, verdicts


def _report(marks: Any, drills: list[Drill] | None = None, signs: Signs | None = None) -> str:
    text = report(marks, drills or [drill()], marks_style=signs or Signs(), width=80)
    return unstyle(text)


def test_the_table_has_each_learner_with_their_points():
    """Marks, totals, who passed, and the sum at the end."""
    lines = _report(marks_of(class_of("right", "raises"))).splitlines()
    assert "  1  basics/01_sum  3 points" in lines
    at = lines.index("learner   total    1")
    assert lines[at + 1 : at + 4] == [
        "0_right       3  ✓ 3",
        "1_raises      2  ✗ 2",
        "passed             1",
    ]
    assert lines[-1] == "2 learners, 2 answers: 1 passed."


def test_marks_in_words():
    """With `--plain` no sign is needed."""
    words = Signs(passed="ok    ", failed="FAILED", waiting="-     ")
    text = _report(marks_of(class_of("right", "raises")), signs=words)
    assert "ok 3" in text
    assert "FAILED 2" in text
    assert "✓" not in text


def _many(count: int) -> tuple[list[Drill], list[tuple[str, Verdict]]]:
    """So many drills, each answered by three learners; one answer is missing."""
    drills = several(count)
    learners = (
        ("名前の長い人の名前は長いです🙂 Анна", "right"),
        ("bob", "raises"),
        ("eve", "hostile"),
    )
    given = [
        (learner, verdicts()[name]._replace(drill=each.slug))
        for learner, name in learners
        for each in drills
        if not (learner == "bob" and each == drills[-1])
    ]
    return drills, given


@pytest.mark.parametrize("count", [1, 10, 40])
@pytest.mark.parametrize("width", [40, 80, 100])
def test_nothing_is_wider_than_the_terminal(count: int, width: int):
    """However many drills, however wide the names' characters are."""
    drills, given = _many(count)
    marks = replace(
        marks_of(given, drills=drills),
        isolation="none",
        misconceptions=(Misconception(drills[0].slug, "adds", ("Thinks so.",), ("bob",) * 40),),
        similar=(Similar(drills[0].slug, ("bob", "eve"), 0.91, ((1, 30), (4, 33))),),
        unmatched=(Unmatched("some where/else.py", "looks like 01_sum: rename it"),),
    )
    text = unstyle(report(marks, drills, marks_style=Signs(), width=width))
    assert "…" in text  # a name whose characters take two columns each
    slugs = max(len(f"{each.slug}  3 points") + 5 for each in drills)
    assert max(map(cell_len, text.splitlines())) <= max(width, slugs)
    for number in range(1, count + 1):
        assert any(str(number) in line.split() for line in text.splitlines() if "total" in line)


def test_ten_drills_are_one_table_of_eighty_columns():
    """What fits is not broken up; a missing answer is marked as such."""
    drills, given = _many(10)
    text = _report(marks_of(given, drills=drills), drills)
    assert text.count("learner ") == 1
    (row,) = [line for line in text.splitlines() if line.startswith("bob")]
    assert row.split() == ["bob", "18", *["✗", "2"] * 9, "–"]
    assert "     total  30 points" in text


def test_all_that_there_is_to_see_is_said():
    """Misconceptions with who has them, the alike, what was not marked, tampering, isolation."""
    marks = replace(
        marks_of([("ann", tampered()), ("bob", verdicts()["forgets_nothing"])]),
        isolation="basic",
        misconceptions=(
            Misconception("basics/01_sum", "adds_nothing", ("Forgets it.",), ("bob",)),
        ),
        similar=(Similar("basics/01_sum", ("ann", "bob"), 0.914, ((1, 30), (4, 33))),),
        unmatched=(Unmatched("x\x1b[2J.py", "is no drill's"),),
    )
    text = " ".join(_report(marks).split())
    assert "Basic isolation: answers were watched" in text
    assert "1× basics/01_sum, adds_nothing: Forgets it. (bob)" in text
    assert "91% basics/01_sum: ann, lines 1 to 30; bob, lines 4 to 33" in text
    assert "x\\x1b[2J.py: is no drill's" in text
    assert "ann, basics/01_sum: it replaced Channel.send" in text
    assert "Strict isolation" not in text


def test_a_long_list_is_cut():
    """A class that copied from each other fills no screens; what is left out is counted."""
    pairs = tuple(Similar("basics/01_sum", (f"a{n}", "b"), 1.0) for n in range(50))
    text = _report(replace(marks_of(class_of("right")), similar=pairs))
    assert text.count("100% basics/01_sum") == 20
    assert "… and 30 more: --json and --report have all" in text


def test_an_empty_class():
    """Nothing to show is said."""
    assert _report(marks_of([])).endswith("No answer was marked.")


def test_a_mark_that_is_no_whole_number():
    """Points are shown with at most two decimals."""
    mark = Mark("ann", verdicts()["raises"], 2 / 3, 7.5, "")
    text = _report(replace(marks_of([]), answers=(mark,)))
    assert "✗ 0.67" in text
    assert "7.5 points" in text
