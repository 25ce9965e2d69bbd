"""Thinks that the shortest form of a float has all the digits."""

from solution import *
from solution import _no_constant, _unique

FAILS = "numbers_are_exact"
SAYS = "every digit that was written counts"


def loads_strict(text: str | bytes) -> Any:
    """Lose the digits that a float does not keep."""
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    return json.loads(
        text,
        object_pairs_hook=_unique,
        parse_float=lambda digits: Decimal(str(float(digits))),
        parse_constant=_no_constant,
    )
