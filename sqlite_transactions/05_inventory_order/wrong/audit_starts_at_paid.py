"""Thinks that a new order is no change."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "every_change_is_in_the_audit"
SAYS = "the first one too"


class OrderService(_Good):
    """The first state is missing."""

    def note(self, order_id: int, old: str | None, new: str) -> None:
        """Note changes from something to something."""
        if old is not None:
            super().note(order_id, old, new)
