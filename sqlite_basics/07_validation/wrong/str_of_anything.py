"""Thinks that str() makes a name of everything."""

from solution import *
from solution import validate as _good

FAILS = "all_errors_are_told_at_once"
SAYS = "whoever has sent it hears of everything"


def validate(payload: Mapping[str, object]) -> NewProduct:
    """A number, a list, None: all have a text."""
    return _good({**payload, "name": str(payload.get("name", ""))})
