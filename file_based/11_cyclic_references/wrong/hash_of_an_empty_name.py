"""Thinks that a hash may change while a person is in a set."""

from typing import Any

from solution import *

FAILS = "circles_through_keys_load"
SAYS = "is not found there"


def _reduce(self: Person) -> tuple[Any, ...]:
    """Make a person without a name, and name her later."""
    return Person, ("",), (self.name, self.partner, self.reports, self.peers)


def _setstate(self: Person, state: tuple[Any, ...]) -> None:
    """Change the name, and with it the hash, of somebody who is a key already."""
    self.name, self.partner, self.reports, self.peers = state
    for report in self.reports:
        report._manager = weakref.ref(self)


Person.__reduce__ = _reduce
Person.__setstate__ = _setstate
