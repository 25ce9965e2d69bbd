"""A verdict, or the error in its place, from the process that checks to the one that shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runner import errors
from runner.stored import verdict_from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import NoReturn

    from runner.model import Verdict


def reply_of(work: Callable[[], Verdict]) -> dict[str, Any]:
    """Do the work and give what came out as JSON data.

    Args:
        work: gives a verdict, or raises an error of ours.
    """
    try:
        return work().as_json()
    except errors.DrillsError as error:
        return error_reply(error)


def error_reply(error: errors.DrillsError) -> dict[str, Any]:
    """An error of ours as JSON data."""
    return {"error": type(error).__name__, "message": error.message, "mend": error.mend}


def verdict_of(reply: Mapping[str, Any]) -> Verdict:
    """Read it back.

    Raises:
        DrillsError: what the work raised.
    """
    if "error" in reply:
        raise_error(reply)
    return verdict_from_json(reply)


def raise_error(reply: Mapping[str, Any]) -> NoReturn:
    """Raise the error that `error_reply` made data of.

    Raises:
        DrillsError: that one.
    """
    kind: type[errors.DrillsError] = getattr(errors, reply["error"])
    raise kind(reply["message"], mend=reply["mend"])
