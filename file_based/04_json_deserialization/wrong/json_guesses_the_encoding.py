"""Thinks that json.loads takes bytes only as UTF-8."""

from solution import *
from solution import _no_constant, _number, _unique

FAILS = "bytes_are_utf8"
SAYS = "whoever guesses can guess wrong"


def loads_strict(text: str | bytes) -> Any:
    """Give the bytes to json, which looks for UTF-16 and byte order marks."""
    return json.loads(
        text, object_pairs_hook=_unique, parse_float=_number, parse_constant=_no_constant
    )
