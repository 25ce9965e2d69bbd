"""Thinks that what was read a moment ago may be written back."""

from dataclasses import replace

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "only_what_is_named_changes"
SAYS = "another program changed the quantity during update(3, price_cents=280)"


class ProductStore(_Good):
    """What another program has changed in between is lost."""

    def update(self, product_id: int, **changes: str | int) -> Product | None:
        """Read the product, change it in Python, write all its columns."""
        if changes.keys() - COLUMNS:
            raise TypeError("a product has no such column")
        old = self.get(product_id)
        if old is None:
            return None
        new = replace(old, **changes)  # pyright: ignore[reportArgumentType]
        self._conn.execute(
            "UPDATE products SET name = ?, price_cents = ?, quantity = ? WHERE id = ?",
            (new.name, new.price_cents, new.quantity, product_id),
        )
        return new
