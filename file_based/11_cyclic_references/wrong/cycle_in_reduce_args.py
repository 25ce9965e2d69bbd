"""Thinks that the arguments of __reduce__ may lead back to the object."""

from typing import Any

from solution import *

FAILS = "partners_know_each_other"
SAYS = "went round for ever"


def _reduce(self: Person) -> tuple[Any, ...]:
    """Make a person together with the partner."""
    return _with_partner, (self.name, self.partner), (self.partner, self.reports, self.peers)


def _with_partner(name: str, partner: Person | None) -> Person:
    person = Person(name)
    person.partner = partner
    return person


Person.__reduce__ = _reduce
