"""Thinks that an update always has something to change."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "only_what_is_named_changes"
SAYS = "update(3) raised OperationalError"


class ProductStore(_Good):
    """Without changes there is nothing between SET and WHERE."""

    def update(self, product_id: int, **changes: str | int) -> Product | None:
        """Send the statement in any case."""
        if changes.keys() - COLUMNS:
            raise TypeError("a product has no such column")
        assignments = ", ".join(f"{column} = :{column}" for column in changes)
        self._conn.execute(
            f"UPDATE products SET {assignments} WHERE id = :id", changes | {"id": product_id}
        )
        return self.get(product_id)
