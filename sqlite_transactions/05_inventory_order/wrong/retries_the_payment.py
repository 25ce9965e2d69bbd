"""Tries the whole checkout again after a lock error, and so the payment, too."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "the_last_piece_is_sold_once"
SAYS = "called pay 1 times and raised OutOfStock"


class OrderService(_Good):
    """A retry is for a transaction, not for what lies between two of them."""

    def checkout(self, cart: Cart, pay: Callable[[int], str]) -> OrderResult:
        """Read first in the second transaction, and start over when its write is refused."""
        for _ in range(5):
            with suppress(sqlite3.OperationalError):
                return self.attempt(cart, pay)
        return self.attempt(cart, pay)

    def attempt(self, cart: Cart, pay: Callable[[int], str]) -> OrderResult:
        """Each attempt reserves and pays."""
        order_id, total = self.reserve(cart)
        try:
            payment = pay(total)
        except BaseException:
            with transaction(self.conn):
                self.change(order_id, "pending", "cancelled")
                self.give_back(order_id)
            raise
        self.conn.execute("BEGIN")
        try:
            self.conn.execute("SELECT status FROM orders WHERE id = ?", (order_id,)).fetchone()
            self.change(order_id, "pending", "paid")
            self.conn.execute("UPDATE orders SET payment = ? WHERE id = ?", (payment, order_id))
            self.conn.execute("COMMIT")
        except BaseException:
            if self.conn.in_transaction:
                self.conn.execute("ROLLBACK")
            raise
        return OrderResult(order_id, total, payment)
