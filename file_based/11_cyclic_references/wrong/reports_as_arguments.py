"""Thinks that people of whom a set is made must be there before the manager."""

from typing import Any

from solution import *

FAILS = "circles_through_sets_load"
SAYS = "What leads back to a person must be in the state"


def _reduce(self: Person) -> Any:
    """Make a person together with the reports, who may lead back."""
    return _make, (self.name, self.reports), (self.partner, self.peers)


def _make(name: str, reports: set[Person]) -> Person:
    person = Person(name)
    person.reports = reports
    for report in reports:
        report._manager = weakref.ref(person)
    return person


def _setstate(self: Person, state: tuple[Any, ...]) -> None:
    """Set the rest."""
    self.partner, self.peers = state


Person.__reduce__ = _reduce
Person.__setstate__ = _setstate
