"""Thinks that __reduce__ may return the name of the object."""

from typing import Any

from solution import *

FAILS = "a_single_person_comes_back"
SAYS = "a text means a variable of the module"


def _reduce(self: Person) -> Any:
    """Return what the person is called."""
    return self.name


Person.__reduce__ = _reduce
