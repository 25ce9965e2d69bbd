"""The last run of each drill, kept whole beside the learner's answers, for the views.

One file per drill, `.traces/<drill>.json` in the work folder: the verdict as JSON.  It is written
beside its place and moved there, so that a killed run leaves the trace before it.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from runner.errors import SetupError, UsageError
from runner.stored import verdict_from_json
from runner.workspace import checks_digest

if TYPE_CHECKING:
    from pathlib import Path

    from runner.learner.attempts import Attempts
    from runner.model import Drill, Verdict
    from runner.workspace import Workspace

_FOLDER = ".traces"


@dataclass(frozen=True, slots=True)
class Trace:
    """A run and when it was."""

    verdict: Verdict
    started_at: datetime


def remember(
    drill: Drill,
    verdict: Verdict,
    *,
    workspace: Workspace,
    attempts: Attempts,
    answer_digest: str,
    started_at: datetime,
) -> None:
    """Count a run as an attempt, and keep it whole in place of the one before.

    Args:
        drill: that was run.
        verdict: of all checks.
        workspace: the learner's folder.
        attempts: of the learner.
        answer_digest: of the answer, taken before the run.
        started_at: when the run began.

    Raises:
        SetupError: the attempt cannot be recorded.
    """
    attempts.record(
        verdict,
        answer_digest=answer_digest,
        checks_digest=checks_digest(drill),
        started_at=started_at,
    )
    keep(workspace.root, verdict, started_at)


def keep(work: Path, verdict: Verdict, started_at: datetime) -> None:
    """Keep a run whole in place of the one before; no trouble here is told, for it counts anyway.

    Args:
        work: the learner's folder.
        verdict: of all checks, or of one.
        started_at: when the run began.
    """
    place = _place(work, verdict.drill)
    text = json.dumps({"started_at": started_at.isoformat(), "verdict": verdict.as_json()})
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        making = place.with_name(f".{place.name}.{os.getpid()}")
        making.write_text(text, encoding="utf-8")
        making.replace(place)


def load(work: Path, drill: Drill) -> Trace:
    """The last run of a drill.

    Raises:
        UsageError: there was none.
        SetupError: it cannot be read.
    """
    place = _place(work, drill.slug)
    run_again = f"`drills run {drill.name}` makes a new one."
    try:
        data: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        return Trace(verdict_from_json(data["verdict"]), datetime.fromisoformat(data["started_at"]))
    except FileNotFoundError:
        raise UsageError(f"there is no run of {drill.name} to look at", mend=run_again) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SetupError(f"cannot read {place}: {error}", mend=run_again) from None


def _place(work: Path, slug: str) -> Path:
    return work / _FOLDER / f"{slug}.json"
