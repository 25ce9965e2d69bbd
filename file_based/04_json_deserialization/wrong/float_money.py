"""Thinks that a float holds 0.1."""

from solution import *
from solution import _no_constant, _unique

FAILS = "numbers_are_exact"
SAYS = "a float cannot hold 0.1"


def loads_strict(text: str | bytes) -> Any:
    """Leave parse_float as it is."""
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
