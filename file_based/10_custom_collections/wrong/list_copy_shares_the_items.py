"""Thinks that all attributes of a copy may be the same objects."""

from typing import Any

from solution import *

FAILS = "a_bounded_list_stays_bounded"
SAYS = "has changed the original"


def _copy(self: BoundedList) -> Any:
    """Share the inner list."""
    new = object.__new__(type(self))
    vars(new).update(vars(self))
    return new


BoundedList.copy = _copy
