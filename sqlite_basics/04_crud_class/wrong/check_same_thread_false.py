"""Thinks that check_same_thread=False makes a connection fit for threads."""

from pathlib import Path

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "two_threads_do_not_share"
SAYS = "two threads on one connection are in one transaction"


class ProductStore(_Good):
    """The guard is off, and nothing takes its place."""

    def __init__(self, path: Path) -> None:
        """Switch the guard off."""
        self._conn = sqlite3.connect(path, autocommit=True, check_same_thread=False)
        self._conn.execute(SCHEMA)
