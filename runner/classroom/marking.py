"""Check the answers of one job: a few answers to one drill, one after the other.

    python -P -m runner.classroom.marking < JOB

marks the job of another machine: the answers' content comes with it, the drill is this one's own.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from runner import processes, temporary
from runner.checking import Checker, with_checker
from runner.classroom.immortal import keep_for_ever
from runner.classroom.jobs import Job, Marked, Terms
from runner.classroom.marks import HandedIn
from runner.errors import EXIT_TOOL, DrillsError, SetupError
from runner.execution.replies import error_reply
from runner.model import CheckResult


def mark(jobs: Iterator[Job], send: Callable[[Any], None]) -> None:
    """Check the answers of jobs to one drill.

    Args:
        jobs: what to check, on the same terms.
        send: takes each `Marked` as JSON data.

    Raises:
        DrillError: the drill's checks or the instructor's own are broken.
        SetupError: this machine lacks something, such as a PostgreSQL server.
    """
    first = next(jobs)
    terms = first.terms

    def work(checker: Checker) -> None:
        keep_for_ever()
        for answer in (answer for job in chain([first], jobs) for answer in job.answers):
            verdict = checker.check(answer.path)
            # Where it lay is of no interest later, and may have been an archive.
            verdict = verdict._replace(
                answer=f"{answer.learner}/{terms.drill.slug}",
                checks=tuple(map(_brief, verdict.checks)),
            )
            send(Marked(answer.learner, verdict).as_json())

    with_checker(terms.drill, work, extra=terms.extra, isolation=terms.isolation)


def _brief(check: CheckResult) -> CheckResult:
    """Without what nobody looks up: how a check that passed did so."""
    if not check.passed:
        return check
    return check._replace(called=(), sql=(), steps=(), output="")


def _unpacked(content: Mapping[str, str], path: Path) -> Path:
    for name, encoded in content.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b64decode(encoded))
    return path


def _received(told: Mapping[str, Any], folder: Path) -> Job:
    """The job as this machine does it.

    Raises:
        SetupError: this machine has other drills.
    """
    from runner.catalog import course_root, drill_at

    slug = told["drill"]
    if not (course_root() / slug / "drill.toml").exists():
        raise SetupError(f"{_here()} has no drill {slug}", mend=_SAME_DRILLS)
    drill = replace(drill_at(course_root() / slug), seconds_at_most=told["seconds_at_most"])
    extra = _unpacked(told["extra"], folder / "extra" / "checks.py") if told["extra"] else None
    terms = Terms(drill, told["isolation"], extra)
    if terms.digest != told["digest"]:
        raise SetupError(
            f"{_here()} has another version of {slug} than this machine: "
            f"its digest is {terms.digest}, here it is {told['digest']}",
            mend=_SAME_DRILLS,
        )
    answers = tuple(
        HandedIn(
            each["learner"],
            drill,
            _unpacked(each["files"], folder / str(number) / each["name"]),
            each["digest"],
        )
        for number, each in enumerate(told["answers"])
    )
    return Job(terms, answers)


_SAME_DRILLS = "Bring the workers to the same version of the drills, then run the command again."


def _here() -> str:
    from socket import gethostname

    return f"a worker on {gethostname()}"


def main() -> None:
    """Mark the job on stdin; JSON lines to stdout: results, then that it is done or an error."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(EXIT_TOOL))
    processes.end_with_parent(signal.SIGTERM)
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)  # what a drill's checks print is no report

        def say(message: Mapping[str, Any]) -> None:
            print(json.dumps(message), file=out, flush=True)

        told = json.load(sys.stdin)
        with temporary.folder("marking") as folder:
            try:
                mark(iter([_received(told, folder)]), lambda result: say({"result": result}))
                say({"done": True})
            except DrillsError as error:
                say(error_reply(error))


if __name__ == "__main__":
    main()
