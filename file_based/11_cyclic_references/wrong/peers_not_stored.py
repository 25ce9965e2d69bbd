"""Thinks that peers follow from the rest."""

from typing import Any

from solution import *

FAILS = "circles_through_keys_load"
SAYS = "came back empty"


def _reduce(self: Person) -> Any:
    """Leave out the peers."""
    return Person, (self.name,), (self.partner, self.reports)


def _setstate(self: Person, state: tuple[Any, ...]) -> None:
    """Set what there is."""
    self.partner, self.reports = state
    for report in self.reports:
        report._manager = weakref.ref(self)


Person.__reduce__ = _reduce
Person.__setstate__ = _setstate
