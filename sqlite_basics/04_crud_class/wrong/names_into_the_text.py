"""Thinks that the names of keyword arguments are safe."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "unknown_columns_are_refused"
SAYS = "or they become a part of the SQL text"


class ProductStore(_Good):
    """Whoever builds the keywords from a form writes SQL."""

    def update(self, product_id: int, **changes: str | int) -> Product | None:
        """Put every name into the statement."""
        if changes:
            assignments = ", ".join(f"{column} = ?" for column in changes)
            self._conn.execute(
                f"UPDATE products SET {assignments} WHERE id = ?", (*changes.values(), product_id)
            )
        return self.get(product_id)
