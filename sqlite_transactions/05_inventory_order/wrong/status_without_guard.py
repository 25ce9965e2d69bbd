"""Changes the status without asking for the old one: what is done twice happens twice."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "cancelling_twice_restores_once"
SAYS = "after a second cancel of the same order, product 1"


class OrderService(_Good):
    """UPDATE … WHERE id = ?"""

    def cancel(self, order_id: int) -> None:
        """Set the status, whatever it was."""
        with transaction(self.conn):
            changed = self.conn.execute(
                "UPDATE orders SET status = 'cancelled' WHERE id = ?", (order_id,)
            )
            if changed.rowcount == 0:
                raise UnknownOrder
            self.note(order_id, "paid", "cancelled")
            self.give_back(order_id)
