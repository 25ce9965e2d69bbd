"""Thinks that a closed store is one without products."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_closed_store_refuses"
SAYS = "after close() get(3) returned None"


class ProductStore(_Good):
    """The caller believes that there is no such product."""

    def get(self, product_id: int) -> Product | None:
        """Catch the error of a closed connection."""
        try:
            return super().get(product_id)
        except sqlite3.ProgrammingError:
            return None
