"""Notes the change before it knows whether the change is allowed."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "wrong_states_are_refused"
SAYS = "a refusal writes nothing"


class OrderService(_Good):
    """The audit tells of things that never happened."""

    def fulfil(self, order_id: int) -> None:
        """Note first, then change."""
        known = self.conn.execute("SELECT 1 FROM orders WHERE id = ?", (order_id,)).fetchone()
        if known:
            self.note(order_id, "paid", "fulfilled")
        with transaction(self.conn):
            changed = self.conn.execute(
                "UPDATE orders SET status = 'fulfilled' WHERE id = ? AND status = 'paid'",
                (order_id,),
            )
            if changed.rowcount == 0:
                raise WrongState if known else UnknownOrder
