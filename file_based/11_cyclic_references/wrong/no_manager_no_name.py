"""Thinks that a manager who is gone can still be asked."""

from typing import Any

from solution import *

FAILS = "managers_are_held_weakly"
SAYS = "NoneType"


def _reduce(self: Person) -> tuple[Any, ...]:
    """Ask the weak reference without looking at the answer."""
    manager = self._manager and _checked(self._manager())
    return Person, (self.name,), (self.partner, self.reports, self.peers, manager)


def _setstate(self: Person, state: tuple[Any, ...]) -> None:
    """Restore the weak reference."""
    self.partner, self.reports, self.peers, manager = state
    self._manager = manager and weakref.ref(manager)


def _checked(manager: Any) -> Person:
    assert manager.name is not None
    return manager


Person.__reduce__ = _reduce
Person.__setstate__ = _setstate
