"""Thinks that `as` gives the object that stands behind `with`."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_block_is_saved_at_its_end"
SAYS = "__enter__ returned a NoneType"


class ProductStore(_Good):
    """It gives what __enter__ returns."""

    def __enter__(self) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Begin, and return nothing."""
        self._conn.execute("BEGIN")
