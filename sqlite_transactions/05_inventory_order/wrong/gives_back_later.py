"""Cancels in one transaction and gives the goods back in the next."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "a_kill_leaves_no_gap"
SAYS = "goods are taken once and given back once, with the order's state"


class OrderService(_Good):
    """A kill between the two loses goods."""

    def cancel(self, order_id: int) -> None:
        """First the state, then the stock."""
        with transaction(self.conn):
            self.change(order_id, "paid", "cancelled")
        with transaction(self.conn):
            self.give_back(order_id)
