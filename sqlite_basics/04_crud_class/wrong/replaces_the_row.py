"""Thinks that an update may write the whole row anew."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "only_what_is_named_changes"
SAYS = "the answer is None"


class ProductStore(_Good):
    """INSERT OR REPLACE makes a product that was not there."""

    def update(self, product_id: int, **changes: str | int) -> Product | None:
        """Replace, with defaults for what is not known."""
        if changes.keys() - COLUMNS:
            raise TypeError("a product has no such column")
        old = self.get(product_id)
        row = {"name": "", "price_cents": 0, "quantity": 0} | (vars(old) if old else {}) | changes
        self._conn.execute(
            "INSERT OR REPLACE INTO products VALUES (:id, :name, :price_cents, :quantity)",
            row | {"id": product_id},
        )
        return self.get(product_id)
