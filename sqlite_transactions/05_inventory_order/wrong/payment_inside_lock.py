"""Thinks that everything that belongs together belongs into one transaction, also the payment."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "nobody_waits_for_the_payment"
SAYS = "a lock is not held while waiting for something slow"


class OrderService(_Good):
    """Reserve and pay under the lock: a failed payment is simply rolled back."""

    def checkout(self, cart: Cart, pay: Callable[[int], str]) -> OrderResult:
        """One transaction for everything."""
        if not cart or min(cart.values()) < 1:
            raise ValueError
        with transaction(self.conn):
            (order_id,) = self.conn.execute(
                "INSERT INTO orders (status, total_cents) VALUES ('pending', 0) RETURNING id"
            ).fetchone()
            total = 0
            for product_id, quantity in cart.items():
                price = self.take(product_id, quantity)
                line = (order_id, product_id, quantity, price)
                self.conn.execute("INSERT INTO order_lines VALUES (?, ?, ?, ?)", line)
                total += quantity * price
            self.note(order_id, None, "pending")
            payment = pay(total)
            self.conn.execute(
                "UPDATE orders SET total_cents = ?, payment = ? WHERE id = ?",
                (total, payment, order_id),
            )
            self.change(order_id, "pending", "paid")
        return OrderResult(order_id, total, payment)
