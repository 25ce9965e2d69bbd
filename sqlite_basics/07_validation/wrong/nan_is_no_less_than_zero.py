"""Thinks that a price that is not below zero is a price."""

from solution import *
from solution import validate as _good

FAILS = "a_price_is_exact_to_the_cent"
SAYS = "the price nan was taken for good"


def validate(payload: Mapping[str, object]) -> NewProduct:
    """Every comparison with NaN is false."""
    price = payload.get("price")
    if isinstance(price, float) and not price < 0:
        return _good({**payload, "price": f"{price:.2f}" if price < HIGHEST else 0})
    return _good(payload)
