"""Thinks that a connection closes itself."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "close_closes"
SAYS = "files still open after 20 stores were opened and closed: 20"


class ProductStore(_Good):
    """close() is left for later."""

    def close(self) -> None:
        """Leave it to the garbage collector."""
