"""Thinks that whoever has a manager need not be stored as a report."""

from typing import Any

from solution import *

FAILS = "circles_through_sets_load"
SAYS = "the reports of Boss came back empty"


def _reduce(self: Person) -> Any:
    """Leave out the reports."""
    return Person, (self.name,), (self.partner, self.peers)


def _setstate(self: Person, state: tuple[Any, ...]) -> None:
    """Set what there is."""
    self.partner, self.peers = state
    for report in self.reports:
        report._manager = weakref.ref(self)


Person.__reduce__ = _reduce
Person.__setstate__ = _setstate
