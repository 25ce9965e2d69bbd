"""Thinks that pickle knows which attributes the parts of a state belong to."""

from typing import Any

from solution import *

FAILS = "a_single_person_comes_back"
SAYS = "without __setstate__ the state must be a dict"


def _reduce(self: Person) -> Any:
    """Return a tuple as state."""
    return Person, (self.name,), (self.partner, self.reports, self.peers)


del Person.__setstate__

Person.__reduce__ = _reduce
