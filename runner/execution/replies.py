"""A verdict, or the error in its place, from the process that checks to the one that shows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from runner import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import NoReturn

    from runner.model import Verdict


def send_reply(
    work: Callable[[Callable[[Verdict], None]], object], send: Callable[[bytes], object]
) -> None:
    """Do the work, and send what comes out as one line of JSON, as soon as it is known.

    Args:
        work: gets what it tells the verdict to; what it does afterwards keeps nobody waiting, and
            an error of it is the next reply's.
        send: takes the line.
    """
    told = False

    def tell(verdict: Verdict) -> None:
        nonlocal told
        told = True
        send(_line(verdict.as_json()))

    try:
        work(tell)
    except Exception as error:
        if not told:
            send(_line(error_reply(error)))


def _line(reply: Mapping[str, Any]) -> bytes:
    return json.dumps(reply).encode() + b"\n"


def error_reply(error: Exception) -> dict[str, Any]:
    """An error as JSON data: one of ours as it is, another one as `errors.unexpected` tells it."""
    ours = error if isinstance(error, errors.DrillsError) else errors.unexpected(error)
    return {"error": type(ours).__name__, "message": ours.message, "mend": ours.mend}


def verdict_of(reply: Mapping[str, Any]) -> Verdict:
    """Read it back.

    Raises:
        DrillsError: what the work raised.
    """
    if "error" in reply:
        raise_error(reply)
    from runner.stored import verdict_from_json  # of use to the reader alone

    return verdict_from_json(reply)


def raise_error(reply: Mapping[str, Any]) -> NoReturn:
    """Raise the error that `error_reply` made data of.

    Raises:
        DrillsError: that one.
    """
    kind: type[errors.DrillsError] = getattr(errors, reply["error"])
    raise kind(reply["message"], mend=reply["mend"])
