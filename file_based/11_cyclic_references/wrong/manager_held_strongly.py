"""Thinks that it does not matter how a manager is held."""

from typing import Any

from solution import *

FAILS = "managers_are_held_weakly"
SAYS = "must do so after loading, too"


def _reduce(self: Person) -> tuple[Any, ...]:
    """Store the manager like a partner."""
    return Person, (self.name,), (self.partner, self.reports, self.peers, self.manager)


def _setstate(self: Person, state: tuple[Any, ...]) -> None:
    """Put a function in the place of the weak reference, which holds on to the manager."""
    self.partner, self.reports, self.peers, manager = state
    self._manager = lambda: manager  # type: ignore[assignment]


Person.__reduce__ = _reduce
Person.__setstate__ = _setstate
