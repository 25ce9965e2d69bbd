"""Thinks that a person of the same name is the same person."""

from typing import Any

from solution import *

FAILS = "partners_know_each_other"
SAYS = "another Person called"


def _reduce(self: Person) -> tuple[Any, ...]:
    """Store the partner's name."""
    name = None if self.partner is None else self.partner.name
    return Person, (self.name,), (name, self.reports, self.peers)


def _setstate(self: Person, state: tuple[Any, ...]) -> None:
    """Make a new person of that name, who knows nobody but this one."""
    name, self.reports, self.peers = state
    if name is not None:
        self.partner = Person(name)
        self.partner.partner = self
    for report in self.reports:
        report._manager = weakref.ref(self)


Person.__reduce__ = _reduce
Person.__setstate__ = _setstate
