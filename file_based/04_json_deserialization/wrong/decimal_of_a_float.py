"""Thinks that a Decimal made of a float is exact."""

from solution import *
from solution import _no_constant, _unique

FAILS = "numbers_are_exact"
SAYS = "a Decimal made of a float is not exact"


def loads_strict(text: str | bytes) -> Any:
    """Let the digits pass through a float on their way."""
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    return json.loads(
        text,
        object_pairs_hook=_unique,
        parse_float=lambda digits: Decimal(float(digits)),
        parse_constant=_no_constant,
    )
