"""Thinks that a History is made like a BoundedList."""

from typing import Any

from solution import *

FAILS = "a_subclass_of_it_survives"
SAYS = "cannot call it"


def _copy(self: BoundedList) -> Any:
    """Call the __init__ of an unknown subclass."""
    return type(self)(self.data, maxlen=self.maxlen)


BoundedList.copy = _copy
