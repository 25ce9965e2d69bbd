"""Thinks that the letters NaN have no place in a JSON text."""

from solution import *
from solution import _unique

FAILS = "nan_and_infinity_are_refused"
SAYS = "texts are legal"


def loads_strict(text: str | bytes) -> Any:
    """Search the text, also inside of quotes."""
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    for name in ("NaN", "Infinity"):
        if name in text:
            raise ValueError(name)
    return json.loads(text, object_pairs_hook=_unique, parse_float=Decimal)
