"""Thinks that __init__ sets maxlen again when a list is loaded."""

from solution import *

FAILS = "a_bounded_list_stays_bounded"
SAYS = "has no attribute maxlen"


def _getstate(self: BoundedList) -> object:
    """Store the items only."""
    return {"data": self.data}


BoundedList.__getstate__ = _getstate
