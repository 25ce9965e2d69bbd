"""Reserves by lowering the stock alone: nobody can tell for whom, or give it back."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "nobody_waits_for_the_payment"
SAYS = "another connection sees the new orders (status, total) []"


class OrderService(_Good):
    """Store the order when it is paid."""

    def checkout(self, cart: Cart, pay: Callable[[int], str]) -> OrderResult:
        """Take, pay, and then write everything down."""
        if not cart or min(cart.values()) < 1:
            raise ValueError
        with transaction(self.conn):
            prices = {product: self.take(product, count) for product, count in cart.items()}
        total = sum(prices[product] * count for product, count in cart.items())
        try:
            payment = pay(total)
        except BaseException:
            with transaction(self.conn):
                for product, count in cart.items():
                    self.conn.execute(
                        "UPDATE products SET stock = stock + ? WHERE id = ?", (count, product)
                    )
            raise
        with transaction(self.conn):
            (order_id,) = self.conn.execute(
                "INSERT INTO orders (status, total_cents, payment) VALUES ('paid', ?, ?)"
                " RETURNING id",
                (total, payment),
            ).fetchone()
            self.conn.executemany(
                "INSERT INTO order_lines VALUES (?, ?, ?, ?)",
                [(order_id, product, count, prices[product]) for product, count in cart.items()],
            )
            self.note(order_id, None, "pending")
            self.note(order_id, "pending", "paid")
        return OrderResult(order_id, total, payment)
