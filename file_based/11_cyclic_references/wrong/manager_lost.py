"""Thinks that a weak reference need not come back."""

from typing import Any

from solution import *

FAILS = "managers_are_found_again"
SAYS = "manager is None"


def _reduce(self: Person) -> tuple[Any, ...]:
    """Store what is strong."""
    return Person, (self.name,), (self.partner, self.reports, self.peers)


def _setstate(self: Person, state: tuple[Any, ...]) -> None:
    """Forget to become the manager of one's reports."""
    self.partner, self.reports, self.peers = state


Person.__reduce__ = _reduce
Person.__setstate__ = _setstate
