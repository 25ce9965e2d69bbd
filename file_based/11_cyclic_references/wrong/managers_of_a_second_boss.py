"""Thinks that pickle makes an object once, also where arguments lead back to it."""

import copy
from typing import Any

from solution import *

FAILS = "managers_are_found_again"
SAYS = "What leads back to a person must be in the state"


def _reduce(self: Person) -> Any:
    """Make a person together with the reports: the last Boss who is made is thrown away."""
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


def _deepcopy(self: Person, memo: dict[int, Any]) -> Person:
    """Copy in the right order."""
    new = memo[id(self)] = Person(self.name)
    new.partner = copy.deepcopy(self.partner, memo)
    new.peers = copy.deepcopy(self.peers, memo)
    for report in self.reports:
        new.add_report(copy.deepcopy(report, memo))
    return new


Person.__reduce__ = _reduce
Person.__setstate__ = _setstate
Person.__deepcopy__ = _deepcopy  # type: ignore[attr-defined]
