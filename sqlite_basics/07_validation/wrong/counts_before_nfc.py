"""Thinks that a normal form does not change the length of a name."""

from solution import *
from solution import validate as _good

FAILS = "a_name_has_one_form"
SAYS = "80 times e with an accent"


def validate(payload: Mapping[str, object]) -> NewProduct:
    """Count the characters that were sent, and store others."""
    name = payload.get("name")
    if isinstance(name, str) and len(name.strip()) > 80:
        raise Invalid({"name": "must have 1 to 80 characters"})
    return _good(payload)
