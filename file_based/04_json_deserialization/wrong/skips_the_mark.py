"""Thinks that a byte order mark belongs to UTF-8."""

from solution import *
from solution import _no_constant, _number, _unique

FAILS = "bytes_are_utf8"
SAYS = "a byte order mark"


def loads_strict(text: str | bytes) -> Any:
    """Skip it, though JSON forbids it."""
    if isinstance(text, bytes):
        text = text.decode("utf-8-sig")
    return json.loads(
        text, object_pairs_hook=_unique, parse_float=_number, parse_constant=_no_constant
    )
