"""Thinks that a weak reference can be stored like any other."""

from typing import Any

from solution import *

FAILS = "circles_through_sets_load"
SAYS = "a weak reference belongs to one running program"


def _reduce(self: Person) -> tuple[Any, ...]:
    """Store all attributes."""
    return Person, (self.name,), (vars(self),)


def _setstate(self: Person, state: tuple[Any, ...]) -> None:
    """Take them."""
    vars(self).update(state[0])


Person.__reduce__ = _reduce
Person.__setstate__ = _setstate
