"""Thinks that NFKC is the more thorough NFC."""

from solution import *
from solution import validate as _good

FAILS = "a_name_has_one_form"
SAYS = "another way to write it, not another name"


def validate(payload: Mapping[str, object]) -> NewProduct:
    """It makes x2 of x²."""
    product = _good(payload)
    name = unicodedata.normalize("NFKC", product.name)
    return NewProduct(name, product.price_cents, product.quantity)
