"""Thinks that any function can make the object again."""

from typing import Any

from solution import *

FAILS = "a_single_person_comes_back"
SAYS = "pickle finds a function by its name at the top of the module"


def _reduce(self: Person) -> Any:
    """Return a function that nobody finds from outside."""

    def make(name: str) -> Person:
        return Person(name)

    return make, (self.name,), (self.partner, self.reports, self.peers)


Person.__reduce__ = _reduce
