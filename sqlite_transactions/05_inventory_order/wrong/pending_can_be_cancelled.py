"""Cancels whatever is not delivered yet, also an order whose payment is under way."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "wrong_states_are_refused"
SAYS = "cancel() of an order that is pending returned None"


class OrderService(_Good):
    """Two states to come from."""

    def cancel(self, order_id: int) -> None:
        """The gateway takes the money, and finds the order cancelled."""
        with transaction(self.conn):
            row = self.conn.execute(
                "SELECT status FROM orders WHERE id = ?", (order_id,)
            ).fetchone()
            self.change(order_id, "pending" if row == ("pending",) else "paid", "cancelled")
            self.give_back(order_id)
