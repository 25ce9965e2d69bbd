"""Thinks that json.loads accepts only JSON."""

from solution import *
from solution import _unique

FAILS = "nan_and_infinity_are_refused"
SAYS = "though json reads them"


def loads_strict(text: str | bytes) -> Any:
    """Leave parse_constant as it is."""
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    return json.loads(text, object_pairs_hook=_unique, parse_float=Decimal)
