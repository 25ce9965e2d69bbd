"""Read verdicts back that were stored or sent as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runner.model import CheckResult, Statement, Verdict
from runner.seen import seen_from_json


def verdict_from_json(data: Mapping[str, Any]) -> Verdict:
    """Read a verdict back from what `Verdict.as_json` gave."""
    known = {key: value for key, value in data.items() if key != "passed"}
    known["checks"] = tuple(
        CheckResult(
            **check
            | {
                "called": tuple(check["called"]),
                "sql": tuple(Statement(**statement) for statement in check["sql"]),
                **seen_from_json(check),
            }
        )
        for check in data["checks"]
    )
    return Verdict(**known)
