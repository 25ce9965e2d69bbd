"""Thinks that a DELETE knows which row is meant."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_product_is_removed"
SAYS = "remove(7) deleted the products [3, 4, 7, 20, 21]"


class ProductStore(_Good):
    """Without a WHERE it deletes every row."""

    def remove(self, product_id: int) -> bool:
        """Forget the condition."""
        there = self.get(product_id) is not None
        self._conn.execute("DELETE FROM products")
        return there
