"""Writes the total down when it is paid: nobody can ask about a pending order."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "nobody_waits_for_the_payment"
SAYS = "[('pending', 0)]"


class OrderService(_Good):
    """A pending order of nothing."""

    def checkout(self, cart: Cart, pay: Callable[[int], str]) -> OrderResult:
        """Reserve with a total of 0, and correct it with the payment."""
        order_id, total = self.reserve(cart)
        try:
            payment = pay(total)
        except BaseException:
            with transaction(self.conn):
                self.change(order_id, "pending", "cancelled")
                self.give_back(order_id)
            raise
        with transaction(self.conn):
            self.change(order_id, "pending", "paid")
            self.conn.execute(
                "UPDATE orders SET payment = ?, total_cents = ? WHERE id = ?",
                (payment, total, order_id),
            )
        return OrderResult(order_id, total, payment)

    def reserve(self, cart: Cart) -> tuple[int, int]:
        """Everything but the total."""
        if not cart or min(cart.values()) < 1:
            raise ValueError
        total = 0
        with transaction(self.conn):
            (order_id,) = self.conn.execute(
                "INSERT INTO orders (status, total_cents) VALUES ('pending', 0) RETURNING id"
            ).fetchone()
            for product_id, quantity in cart.items():
                price = self.take(product_id, quantity)
                self.conn.execute(
                    "INSERT INTO order_lines VALUES (?, ?, ?, ?)",
                    (order_id, product_id, quantity, price),
                )
                total += quantity * price
            self.note(order_id, None, "pending")
        return order_id, total
