"""Thinks that the type of an error is enough."""

from solution import *
from solution import _no_constant, _number, _unique

FAILS = "bytes_are_utf8"
SAYS = "says place None"


def loads_strict(text: str | bytes) -> Any:
    """Raise an error of its own, and lose the place."""
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError("no UTF-8") from None
    return json.loads(
        text, object_pairs_hook=_unique, parse_float=_number, parse_constant=_no_constant
    )
