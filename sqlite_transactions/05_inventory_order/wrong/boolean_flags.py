"""Reads the state from several columns, as if they were flags that always agree."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "cancelling_twice_restores_once"
SAYS = "fulfil() after cancel() returned None"


class OrderService(_Good):
    """Paid is who has a payment; a cancelled order has one, too."""

    def fulfil(self, order_id: int) -> None:
        """Fulfil what is paid and not yet fulfilled."""
        with transaction(self.conn):
            row = self.conn.execute(
                "SELECT payment IS NOT NULL, status = 'fulfilled', status FROM orders WHERE id = ?",
                (order_id,),
            ).fetchone()
            if row is None:
                raise UnknownOrder
            is_paid, is_fulfilled, status = row
            if not is_paid or is_fulfilled:
                raise WrongState
            self.change(order_id, status, "fulfilled")
