"""Thinks that copy.deepcopy takes all that pickle takes."""

from typing import Any

from solution import *

FAILS = "circles_through_keys_load"
SAYS = "copy.deepcopy raised a TypeError: it takes no sixth part"


def _reduce(self: Person) -> Any:
    """Return a function that sets the state, as the sixth part."""
    state = (self.partner, self.reports, self.peers)
    return Person, (self.name,), state, None, None, Person.__setstate__


Person.__reduce__ = _reduce
