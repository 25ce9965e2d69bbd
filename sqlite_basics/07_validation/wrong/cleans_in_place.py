"""Thinks that what was handed in may be cleaned where it stands."""

from typing import Any

from solution import *
from solution import validate as _good

FAILS = "a_good_payload_becomes_a_product"
SAYS = "what was sent belongs to the caller"


def validate(payload: Any) -> NewProduct:
    """Strip the spaces in the caller's own dictionary."""
    for field, value in payload.items():
        if isinstance(value, str):
            payload[field] = value.strip()
    return _good(payload)
