"""Thinks that a store that could not be made has nothing to close."""

from pathlib import Path

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_failed_start_leaves_nothing_open"
SAYS = "and its connection is still open"


class ProductStore(_Good):
    """The caller has no store, and so no way to close its connection."""

    def __init__(self, path: Path) -> None:
        """Open, create the table, and hope for the best."""
        self._conn = sqlite3.connect(path, autocommit=True)
        self._conn.execute(SCHEMA)
