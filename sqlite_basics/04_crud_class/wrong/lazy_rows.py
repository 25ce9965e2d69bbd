"""Thinks that a cursor is as good as a list."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "products_are_found"
SAYS = "it returns a list"


class ProductStore(_Good):
    """The rows are read when somebody wants them, from a closed connection perhaps."""

    def all(self) -> Any:
        """Hand on what has not been read yet."""
        query = "SELECT id, name, price_cents, quantity FROM products ORDER BY id"
        return (Product(*row) for row in self._conn.execute(query))
