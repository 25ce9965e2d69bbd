"""Thinks that isinstance(value, int) keeps everything else out."""

from solution import *
from solution import validate as _good

FAILS = "a_quantity_is_a_whole_number"
SAYS = "the quantity True was taken for good"


def validate(payload: Mapping[str, object]) -> NewProduct:
    """True is an int, and counts as 1."""
    quantity = payload.get("quantity")
    return _good({**payload, "quantity": int(quantity) if isinstance(quantity, bool) else quantity})
