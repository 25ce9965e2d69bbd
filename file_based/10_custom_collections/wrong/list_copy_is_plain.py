"""Thinks that the items are the list."""

from typing import Any

from solution import *

FAILS = "a_bounded_list_stays_bounded"
SAYS = "copy() of a BoundedList is a list"


def _copy(self: BoundedList) -> Any:
    """Give the inner list."""
    return self.data[:]


BoundedList.copy = _copy
