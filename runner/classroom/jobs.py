"""Jobs: a few answers to one drill, to be marked on the same terms, and what comes of them."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runner.classroom.marks import HandedIn, Isolation
from runner.model import Drill, Verdict
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
            drill.limits._asdict(),
            [bool(drill.grading.get(switch)) for switch in ("child_per_check", "starts_programs")],
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
