"""Thinks that NaN is a way to write null."""

from solution import *
from solution import _unique

FAILS = "nan_and_infinity_are_refused"
SAYS = "NaN gave no error"


def loads_strict(text: str | bytes) -> Any:
    """Read a number that does not exist as None."""
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    return json.loads(
        text, object_pairs_hook=_unique, parse_float=Decimal, parse_constant=lambda _: None
    )
