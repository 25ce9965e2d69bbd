"""Thinks that __reduce__ stores by itself, and returns nothing."""

from typing import Any

from solution import *

FAILS = "a_single_person_comes_back"
SAYS = "your __reduce__ returned None"


def _reduce(self: Person) -> Any:
    """Note what is to be stored, for nobody."""
    return None


Person.__reduce__ = _reduce
