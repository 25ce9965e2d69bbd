"""Thinks that a float times 100 is the number of cents."""

from solution import *
from solution import validate as _good

FAILS = "a_good_payload_becomes_a_product"
SAYS = "each field is what was sent"


def validate(payload: Mapping[str, object]) -> NewProduct:
    """Cut off what a float cannot hold."""
    product = _good(payload)
    cents = int(float(str(payload["price"])) * 100)
    return NewProduct(product.name, cents, product.quantity)
