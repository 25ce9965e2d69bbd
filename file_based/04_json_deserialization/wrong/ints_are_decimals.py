"""Thinks that every number of a file is a Decimal."""

from solution import *
from solution import _no_constant, _unique

FAILS = "numbers_are_exact"
SAYS = "a whole number is an int"


def loads_strict(text: str | bytes) -> Any:
    """Read whole numbers as Decimals, too."""
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    return json.loads(
        text,
        object_pairs_hook=_unique,
        parse_float=Decimal,
        parse_int=lambda digits: int(digits) if len(digits) < 16 else Decimal(digits),
        parse_constant=_no_constant,
    )
