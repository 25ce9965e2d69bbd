"""Removes an order that was not paid, and with it what happened."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "a_failed_payment_gives_the_goods_back"
SAYS = "such an order is kept, as cancelled"


class OrderService(_Good):
    """Undo the reservation by deleting it."""

    def checkout(self, cart: Cart, pay: Callable[[int], str]) -> OrderResult:
        """The audit cannot tell of an order that is not there."""
        order_id, total = self.reserve(cart)
        try:
            payment = pay(total)
        except BaseException:
            with transaction(self.conn):
                self.give_back(order_id)
                for table in ("audit", "order_lines"):
                    self.conn.execute(f"DELETE FROM {table} WHERE order_id = ?", (order_id,))
                self.conn.execute("DELETE FROM orders WHERE id = ?", (order_id,))
            raise
        with transaction(self.conn):
            self.change(order_id, "pending", "paid")
            self.conn.execute("UPDATE orders SET payment = ? WHERE id = ?", (payment, order_id))
        return OrderResult(order_id, total, payment)
