"""Thinks that the sender has always filled in everything."""

from solution import *
from solution import validate as _good

FAILS = "all_errors_are_told_at_once"
SAYS = "raised KeyError"


def validate(payload: Mapping[str, object]) -> NewProduct:
    """Take the fields as if they were there."""
    product = _good({**payload, "name": payload["name"]})
    return NewProduct(product.name, product.price_cents, product.quantity)
