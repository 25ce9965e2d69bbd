"""Thinks that the length of a name is counted as it was sent."""

from solution import *
from solution import validate as _good

FAILS = "a_good_payload_becomes_a_product"
SAYS = "a rule keeps out what breaks it, and nothing else"


def validate(payload: Mapping[str, object]) -> NewProduct:
    """Count spaces that are not stored."""
    product_name = payload.get("name")
    if isinstance(product_name, str) and len(product_name) > 80:
        raise Invalid({"name": "is too long"})
    return _good(payload)
