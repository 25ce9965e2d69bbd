"""Thinks that a name that is no column can be left out."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "unknown_columns_are_refused"
SAYS = "names are compared with the known ones before anything is done"


class ProductStore(_Good):
    """A typing error in a name passes for a change."""

    def update(self, product_id: int, **changes: str | int) -> Product | None:
        """Take what is known."""
        known = {name: value for name, value in changes.items() if name in COLUMNS}
        return super().update(product_id, **known)
