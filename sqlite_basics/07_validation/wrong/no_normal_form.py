"""Thinks that texts that look the same are the same."""

from solution import *
from solution import validate as _good

FAILS = "a_name_has_one_form"
SAYS = "only one of them, NFC, is stored"


def validate(payload: Mapping[str, object]) -> NewProduct:
    """Leave accents as they were typed."""
    product = _good(payload)
    return NewProduct(str(payload["name"]).strip(), product.price_cents, product.quantity)
