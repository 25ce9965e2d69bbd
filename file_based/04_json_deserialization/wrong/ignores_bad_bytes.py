"""Thinks that bytes which cannot be decoded are not needed."""

from solution import *
from solution import _no_constant, _number, _unique

FAILS = "bytes_are_utf8"
SAYS = "a byte that is no UTF-8"


def loads_strict(text: str | bytes) -> Any:
    """Drop them, and change the data without a word."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", errors="ignore")
    return json.loads(
        text, object_pairs_hook=_unique, parse_float=_number, parse_constant=_no_constant
    )
