"""Thinks that quotes around a value are enough."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_product_is_added"
SAYS = 'add() of a product named "O\'Brien" raised OperationalError'


class ProductStore(_Good):
    """A value with an apostrophe ends the text that it stands in."""

    def add(self, product: NewProduct) -> Product:
        """Write the values into the statement."""
        values = f"'{product.name}', {product.price_cents}, {product.quantity}"
        cursor = self._conn.execute(
            f"INSERT INTO products (name, price_cents, quantity) VALUES ({values})"
        )
        return Product(cursor.lastrowid or 0, *astuple(product))
