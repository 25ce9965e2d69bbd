"""A verdict, or the error in its place, from the process that checks to the one that shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runner import errors
from runner.model import verdict_from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from runner.model import Verdict


def reply_of(work: Callable[[], Verdict]) -> dict[str, Any]:
    """Do the work and give what came out as JSON data.

    Args:
        work: gives a verdict, or raises an error of ours.
    """
    try:
        return work().as_json()
    except errors.DrillsError as error:
        return {"error": type(error).__name__, "message": error.message, "mend": error.mend}


def verdict_of(reply: Mapping[str, Any]) -> Verdict:
    """Read it back.

    Raises:
        DrillsError: what the work raised.
    """
    if "error" in reply:
        kind: type[errors.DrillsError] = getattr(errors, reply["error"])
        raise kind(reply["message"], mend=reply["mend"])
    return verdict_from_json(reply)
