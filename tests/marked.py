"""Marks of a class, made from real verdicts on answers to the tiny course."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from runner import processes
from runner.catalog import Catalog
from runner.checking import with_checker
from runner.classroom.marks import Mark, Marks, points_of
from runner.model import CheckResult, Drill, Verdict
from runner.render.feedback import Level, feedback_of

COURSE = Path(__file__).parent / "course"
HOSTILE = (
    "</pre><script>alert(1)</script> ``` [a](javascript:alert(2)) =1+1 \x1b[31m\x00 \ud800 ]]>"
)
"""What an answer can put into a message to get at whoever reads it."""

_ANSWERS = {
    "forgets_nothing": "import sqlite3\n\n\ndef total(path, numbers):\n"
    "    return sum(numbers) or None\n",
    "raises": "def total(path, numbers):\n    if len(numbers) > 2:\n"
    "        raise ValueError('too many')\n    return sum(numbers)\n",
    "cannot_load": "import no_such_module\n",
    "hostile": f"def total(path, numbers):\n    raise ValueError({HOSTILE!r})\n",
}


def drill() -> Drill:
    """The one drill of the tiny course."""
    return Catalog(COURSE).drills[0]


def several(count: int) -> list[Drill]:
    """The same drill in so many tracks."""
    one = drill()
    return [
        replace(one, track=replace(one.track, slug=f"track_{n:02}")) for n in range(1, count + 1)
    ]


@cache
def verdicts() -> Mapping[str, Verdict]:
    """What the checks say to the solution, the stub, and some faulty answers, by name."""
    asked = drill()
    with tempfile.TemporaryDirectory() as folder:
        paths = {"right": asked.file("solution"), "stub": asked.file("exercise")}
        for name, text in _ANSWERS.items():
            paths[name] = Path(folder, f"{name}.py")
            paths[name].write_text(text, encoding="utf-8")
        return with_checker(
            asked, lambda checker: {name: checker.check(path) for name, path in paths.items()}
        )


def tampered() -> Verdict:
    """A verdict of tampering, as the checker gives it."""
    return verdicts()["right"]._replace(
        status="tampering", message="it replaced Channel.send (SECRET)"
    )


def with_hidden(verdict: Verdict, *, passed: bool, message: str = "SECRET") -> Verdict:
    """A verdict with two of the instructor's own checks, the second of which always passes."""
    status = "passed" if passed else "failed"
    said = "" if passed else message
    return verdict._replace(
        status=verdict.status if passed else "failed",
        checks=(
            *verdict.checks,
            CheckResult(
                "secret_one", "SECRET title", 1, status, said, detail=said, line=said, hidden=True
            ),
            CheckResult("secret_two", "SECRET other", 1, "passed", hidden=True),
        ),
    )


def class_of(*names: str) -> list[tuple[str, Verdict]]:
    """A learner for each of these verdicts, called after it."""
    return [(f"{number}_{name}", verdicts()[name]) for number, name in enumerate(names)]


def marks_of(
    given: Sequence[tuple[str, Verdict]],
    *,
    drills: Sequence[Drill] | None = None,
    level: Level = "full",
) -> Marks:
    """Marks for verdicts, each with its learner, under strict isolation."""
    known = {each.slug: each for each in drills or [drill()]}
    answers = []
    for learner, verdict in given:
        asked = known[verdict.drill]
        answers.append(
            Mark(learner, verdict, *points_of(asked, verdict), feedback_of(asked, verdict, level))
        )
    return Marks("strict", tuple(answers))


def wait_for_end_of(pids: list[int]) -> None:
    """Until none of these processes does anything any more.

    One that nobody has asked about yet stays in the list; a test of another kind may have made
    this process the one to ask.
    """
    end = time.monotonic() + 20
    while alive := [pid for pid in pids if runs(pid)]:
        assert time.monotonic() < end, f"{alive} are still there"
        time.sleep(0.05)


def runs(pid: int) -> bool:
    """Whether a process is there, and not only waits for somebody to collect it."""
    return processes.fields_of(pid)[:1] not in ([], ["Z"], ["X"])
