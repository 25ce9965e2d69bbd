"""Thinks that a SELECT gives its columns in the order of the dataclass."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "products_are_found"
SAYS = "all() returned a product with price_cents = 3 where 250 is stored"


class ProductStore(_Good):
    """Two numbers change places, and nothing raises."""

    def all(self) -> list[Product]:
        """Select the quantity before the price."""
        query = "SELECT id, name, quantity, price_cents FROM products ORDER BY id"
        return [Product(*row) for row in self._conn.execute(query)]
