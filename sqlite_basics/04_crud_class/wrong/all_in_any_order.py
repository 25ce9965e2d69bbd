"""Thinks that rows come in the order of their ids."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "products_are_found"
SAYS = "they come in order only where the query says in which"


class ProductStore(_Good):
    """An index may be read in place of the table."""

    def all(self) -> list[Product]:
        """Leave the order to the database."""
        query = "SELECT id, name, price_cents, quantity FROM products"
        return [Product(*row) for row in self._conn.execute(query)]
