"""Reads the state, and changes it in a transaction that does not look again."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "two_programs_cancel_once"
SAYS = "product 1 has"


class OrderService(_Good):
    """Two programs read 'paid', and both give the goods back."""

    def cancel(self, order_id: int) -> None:
        """Ask first, then act."""
        row = self.conn.execute("SELECT status FROM orders WHERE id = ?", (order_id,)).fetchone()
        if row is None:
            raise UnknownOrder
        if row[0] != "paid":
            raise WrongState
        with transaction(self.conn):
            self.conn.execute("UPDATE orders SET status = 'cancelled' WHERE id = ?", (order_id,))
            self.note(order_id, "paid", "cancelled")
            self.give_back(order_id)
