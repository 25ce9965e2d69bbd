"""Thinks that the arguments are all that an object consists of."""

from typing import Any

from solution import *

FAILS = "a_single_person_comes_back"
SAYS = "loading calls the function with the arguments"


def _reduce(self: Person) -> Any:
    """Hand the class more than it takes."""
    return Person, (self.name, self.partner, self.reports, self.peers)


Person.__reduce__ = _reduce
