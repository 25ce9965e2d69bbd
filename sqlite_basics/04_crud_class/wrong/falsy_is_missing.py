"""Thinks that a new value of 0 or '' is no new value."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "only_what_is_named_changes"
SAYS = "changes these columns of product 3"


class ProductStore(_Good):
    """A product that is sold out keeps its quantity."""

    def update(self, product_id: int, **changes: str | int) -> Product | None:
        """Leave out what is false."""
        return super().update(product_id, **{name: new for name, new in changes.items() if new})
