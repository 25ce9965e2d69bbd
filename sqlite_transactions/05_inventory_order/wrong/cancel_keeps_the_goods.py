"""Takes cancelling for a change of a word."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "orders_are_fulfilled_or_cancelled"
SAYS = "goods are taken once and given back once"


class OrderService(_Good):
    """The goods stay reserved for ever."""

    def cancel(self, order_id: int) -> None:
        """Change the status only."""
        with transaction(self.conn):
            self.change(order_id, "paid", "cancelled")
