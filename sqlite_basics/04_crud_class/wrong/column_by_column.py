"""Thinks that several UPDATEs are as good as one."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_refused_call_is_not_the_block"
SAYS = "a call that raises changes nothing and undoes nothing else"


class ProductStore(_Good):
    """When the second one is refused, the first has changed its column."""

    def update(self, product_id: int, **changes: str | int) -> Product | None:
        """Send one statement for each column."""
        if changes.keys() - COLUMNS:
            raise TypeError("a product has no such column")
        for column, value in changes.items():
            self._conn.execute(
                f"UPDATE products SET {column} = ? WHERE id = ?", (value, product_id)
            )
        return self.get(product_id)
