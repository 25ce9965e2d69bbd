"""Thinks that a new table needs no commit."""

from pathlib import Path

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_store_has_its_table"
SAYS = "a table, too, is private until it is committed"


class ProductStore(_Good):
    """It is gone with the connection."""

    def __init__(self, path: Path) -> None:
        """Leave the transaction of the CREATE TABLE open."""
        self._conn = sqlite3.connect(path, autocommit=False)
        self._conn.execute(SCHEMA)
