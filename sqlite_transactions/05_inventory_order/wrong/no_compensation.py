"""Thinks that the exception of pay() undoes the reservation."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "a_failed_payment_gives_the_goods_back"
SAYS = "nobody has paid for the goods"


class OrderService(_Good):
    """What is committed stays, whatever is raised behind it."""

    def checkout(self, cart: Cart, pay: Callable[[int], str]) -> OrderResult:
        """Reserve, pay, note the payment."""
        order_id, total = self.reserve(cart)
        payment = pay(total)
        with transaction(self.conn):
            self.change(order_id, "pending", "paid")
            self.conn.execute("UPDATE orders SET payment = ? WHERE id = ?", (payment, order_id))
        return OrderResult(order_id, total, payment)
