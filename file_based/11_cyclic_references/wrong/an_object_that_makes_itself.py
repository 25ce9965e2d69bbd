"""Thinks that the first part is the object that is stored."""

from typing import Any

from solution import *

FAILS = "a_single_person_comes_back"
SAYS = "as the first part: it is the function"


def _reduce(self: Person) -> Any:
    """Return the person in the place of the function."""
    return self, (self.name,), (self.partner, self.reports, self.peers)


Person.__reduce__ = _reduce
