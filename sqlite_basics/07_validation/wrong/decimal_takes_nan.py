"""Thinks that what Decimal() takes and is not below zero is a price."""

from decimal import Decimal

from solution import *
from solution import validate as _good

FAILS = "a_price_is_exact_to_the_cent"
SAYS = "the price '1e3' was taken for good"


def validate(payload: Mapping[str, object]) -> NewProduct:
    """Decimal() takes 1e3 and 1_000; NaN is kept out by chance."""
    price = payload.get("price")
    if isinstance(price, str):
        try:
            cents = Decimal(price) * 100
            if cents >= 0 and cents == int(cents):
                return _good({**payload, "price": f"{int(cents) // 100}.{int(cents) % 100:02}"})
        except (ArithmeticError, ValueError):
            pass
    return _good(payload)
