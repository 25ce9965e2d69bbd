"""Thinks that a value that is false is missing."""

from solution import *
from solution import validate as _good

FAILS = "a_good_payload_becomes_a_product"
SAYS = "was refused"


def validate(payload: Mapping[str, object]) -> NewProduct:
    """Refuse what is sold out, and what is free."""
    missing = {field for field in ("name", "price", "quantity") if not payload.get(field)}
    if missing:
        raise Invalid(dict.fromkeys(missing, "is missing"))
    return _good(payload)
