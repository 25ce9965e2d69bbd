"""Thinks that values find their columns by name."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_product_is_added"
SAYS = "stored price_cents = 3 where 250 was given"


class ProductStore(_Good):
    """Placeholders go by position."""

    def add(self, product: NewProduct) -> Product:
        """List the columns in another order than the values."""
        cursor = self._conn.execute(
            "INSERT INTO products (name, quantity, price_cents) VALUES (?, ?, ?)", astuple(product)
        )
        return Product(cursor.lastrowid or 0, *astuple(product))
