"""Writes all columns of the order with each change, and those it does not know as NULL."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "orders_are_fulfilled_or_cancelled"
SAYS = "its payment None: a change of the status leaves"


class OrderService(_Good):
    """One helper for every change, with a reference that only one of them has."""

    def change(self, order_id: int, old: str, new: str, payment: str | None = None) -> None:
        """The reference of a paid order is gone."""
        super().change(order_id, old, new)
        self.conn.execute("UPDATE orders SET payment = ? WHERE id = ?", (payment, order_id))
