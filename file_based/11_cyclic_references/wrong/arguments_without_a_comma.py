"""Thinks that brackets make a tuple."""

from typing import Any

from solution import *

FAILS = "a_single_person_comes_back"
SAYS = "as the arguments: they are a tuple"


def _reduce(self: Person) -> Any:
    """Put brackets around the only argument."""
    return Person, (self.name), (self.partner, self.reports, self.peers)


Person.__reduce__ = _reduce
