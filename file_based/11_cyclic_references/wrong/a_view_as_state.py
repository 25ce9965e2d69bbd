"""Thinks that what can be walked over can be stored."""

from typing import Any

from solution import *

FAILS = "a_single_person_comes_back"
SAYS = "arguments and state must be what pickle can store"


def _reduce(self: Person) -> Any:
    """Put the view of a dict into the state."""
    return Person, (self.name,), (self.partner, self.reports, self.peers.items())


def _setstate(self: Person, state: tuple[Any, ...]) -> None:
    """Make a dict of it again."""
    self.partner, self.reports = state[:2]
    self.peers = dict(state[2])


Person.__reduce__ = _reduce
Person.__setstate__ = _setstate
