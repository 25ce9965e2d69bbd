"""Reads the stock, calculates in Python, and writes the result back."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "the_last_piece_is_sold_once"
SAYS = "goods are taken once"


class OrderService(_Good):
    """Two programs calculate from the same number."""

    def reserve(self, cart: Cart) -> tuple[int, int]:
        """Look before the transaction begins, to keep it short."""
        self.seen = dict(self.conn.execute("SELECT id, stock FROM products"))
        return super().reserve(cart)

    def take(self, product_id: int, quantity: int) -> int:
        """Write what was calculated."""
        if product_id not in self.seen:
            raise UnknownProduct
        left = self.seen[product_id] - quantity
        if left < 0:
            raise OutOfStock
        (price,) = self.conn.execute(
            "UPDATE products SET stock = ? WHERE id = ? RETURNING price_cents", (left, product_id)
        ).fetchone()
        return price
