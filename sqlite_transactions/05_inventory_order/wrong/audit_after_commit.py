"""Writes the audit behind the COMMIT, like a line in a log."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "a_kill_leaves_no_gap"
SAYS = "saved together with it"


class OrderService(_Good):
    """A kill between the two is a change that nobody made."""

    def fulfil(self, order_id: int) -> None:
        """Change, commit, note."""
        self.note_afterwards(order_id, "fulfilled")

    def cancel(self, order_id: int) -> None:
        """Change, commit, note."""
        self.note_afterwards(order_id, "cancelled")

    def note_afterwards(self, order_id: int, new: str) -> None:
        """Two transactions."""
        with transaction(self.conn):
            changed = self.conn.execute(
                "UPDATE orders SET status = ? WHERE id = ? AND status = 'paid'", (new, order_id)
            )
            if changed.rowcount == 0:
                exists = self.conn.execute("SELECT 1 FROM orders WHERE id = ?", (order_id,))
                raise WrongState if exists.fetchone() else UnknownOrder
            if new == "cancelled":
                self.give_back(order_id)
        self.note(order_id, "paid", new)
