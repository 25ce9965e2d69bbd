"""Thinks that a weak reference may be copied as it is."""

import copy
from typing import Any

from solution import *

FAILS = "managers_are_found_again"
SAYS = "is the original"


def _deepcopy(self: Person, memo: dict[int, Any]) -> Person:
    """Leave the copy with the manager of the original."""
    new = memo[id(self)] = Person(self.name)
    new.partner = copy.deepcopy(self.partner, memo)
    new.reports = copy.deepcopy(self.reports, memo)
    new.peers = copy.deepcopy(self.peers, memo)
    new._manager = self._manager
    return new


Person.__deepcopy__ = _deepcopy  # type: ignore[attr-defined]
