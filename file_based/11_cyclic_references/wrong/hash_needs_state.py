"""Thinks that a set asks for a hash only when everybody is complete."""

from typing import Any

from solution import *

FAILS = "circles_through_keys_load"
SAYS = "a person needs the name from the first moment"


def _reduce(self: Person) -> tuple[Any, ...]:
    """Make an empty person, and give the name with the rest."""
    return _empty, (), (self.name, self.partner, self.reports, self.peers)


def _setstate(self: Person, state: tuple[Any, ...]) -> None:
    """Set the name after the sets have asked for it."""
    self.name, self.partner, self.reports, self.peers = state
    self._manager = None
    for report in self.reports:
        report._manager = weakref.ref(self)


def _empty() -> Person:
    return Person.__new__(Person)


Person.__reduce__ = _reduce
Person.__setstate__ = _setstate
