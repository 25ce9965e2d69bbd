"""Check the answers of one job: a few answers to one drill, one after the other.

    python -P -m runner.marking < JOB

marks the job of another machine: the answers' content comes with it, the drill is this one's own.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from runner import processes
from runner.anatomy import problems_of_grading
from runner.checking import Checker, with_checker
from runner.errors import EXIT_TOOL, DrillError, DrillsError, SetupError
from runner.marks import HandedIn, Isolation
from runner.model import CheckResult, Drill, Verdict
from runner.replies import error_reply
from runner.stored import verdict_from_json
from runner.workspace import checks_digest, digest, files_of


@dataclass(frozen=True, slots=True)
class Terms:
    """One drill, and how its answers are marked."""

    drill: Drill
    isolation: Isolation
    extra: Path | None = None
    """The instructor's own checks."""

    @property
    def digest(self) -> str:
        """A short hash of whatever decides about an answer.

        Points are not in it: they follow from a verdict without another check.

        Raises:
            DrillsError: the drill's files cannot be read.
        """
        from hashlib import sha256

        drill = self.drill
        decisive = (
            checks_digest(drill),
            digest(self.extra) if self.extra else "",
            drill.database,
            drill.durable,
            asdict(drill.limits),
            self.isolation,
        )
        return sha256(json.dumps(decisive).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Job:
    """A few answers to one drill."""

    terms: Terms
    answers: tuple[HandedIn, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """One answer of a job, and what became of it."""

    learner: str
    verdict: Verdict

    def as_json(self) -> dict[str, Any]:
        """What travels between processes; `marked_from_json` reads it."""
        return {"learner": self.learner, "verdict": self.verdict.as_json()}


def marked_from_json(data: Mapping[str, Any]) -> Marked:
    """Read back what `Marked.as_json` gave."""
    return Marked(data["learner"], verdict_from_json(data["verdict"]))


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
        for problem in problems_of_grading(terms.drill, checker.checks):
            raise DrillError(f"{terms.drill.slug}: {problem}")
        for answer in (answer for job in chain([first], jobs) for answer in job.answers):
            verdict = checker.check(answer.path)
            # Where it lay is of no interest later, and may have been an archive.
            verdict = replace(
                verdict,
                answer=f"{answer.learner}/{terms.drill.slug}",
                checks=tuple(map(_brief, verdict.checks)),
            )
            send(Marked(answer.learner, verdict).as_json())

    with_checker(terms.drill, work, extra=terms.extra, isolation=terms.isolation)


def _brief(check: CheckResult) -> CheckResult:
    """Without what nobody looks up: how a check that passed did so."""
    if not check.passed:
        return check
    return replace(check, called=(), sql=(), steps=(), output="")


def shipped(job: Job) -> dict[str, Any]:
    """A job for another machine, with the content of all that it takes."""
    terms = job.terms
    return {
        "drill": terms.drill.slug,
        "digest": terms.digest,
        "isolation": terms.isolation,
        "seconds_at_most": terms.drill.seconds_at_most,
        "extra": _content(terms.extra) if terms.extra else None,
        "answers": [
            {"learner": each.learner, "digest": each.digest, "name": each.path.name}
            | {"files": _content(each.path)}
            for each in job.answers
        ],
    }


def _content(path: Path) -> dict[str, str]:
    """Relative name -> bytes in base64; a file's own name is empty."""
    if not path.is_dir():
        return {"": b64encode(path.read_bytes()).decode()}
    return {
        file.relative_to(path).as_posix(): b64encode(file.read_bytes()).decode()
        for file in files_of(path)
    }


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
        with tempfile.TemporaryDirectory(prefix="drills-marking-") as folder:
            try:
                mark(iter([_received(told, Path(folder))]), lambda result: say({"result": result}))
                say({"done": True})
            except DrillsError as error:
                say(error_reply(error))


if __name__ == "__main__":
    main()
