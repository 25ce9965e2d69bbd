"""Thinks that nobody closes twice."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "close_closes"
SAYS = "to close what is closed is no error"


class ProductStore(_Good):
    """The second close() raises."""

    def close(self) -> None:
        """Tidy up, then close."""
        self._conn.execute("PRAGMA optimize")
        self._conn.close()
