"""Thinks that a text is a whole number if int() takes it."""

from solution import *
from solution import validate as _good

FAILS = "a_quantity_is_a_whole_number"
SAYS = "not by what Python can make of it"


def validate(payload: Mapping[str, object]) -> NewProduct:
    """int() takes 1_000, +1, and the digits of every script."""
    quantity = payload.get("quantity")
    if isinstance(quantity, str):
        try:
            return _good({**payload, "quantity": int(quantity)})
        except ValueError:
            pass
    return _good(payload)
