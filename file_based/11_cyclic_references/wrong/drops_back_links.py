"""Thinks that a cycle must be cut to be stored."""

from typing import Any

from solution import *

FAILS = "partners_know_each_other"
SAYS = "is None: it must be Ada"


def _reduce(self: Person) -> tuple[Any, ...]:
    """Leave out the partner who would lead back."""
    back = self.partner is not None and self.name > self.partner.name
    return Person, (self.name,), (None if back else self.partner, self.reports, self.peers)


Person.__reduce__ = _reduce
