"""Thinks that stores on one file can share one connection."""

from pathlib import Path

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "two_stores_do_not_share"
SAYS = "a second store sees what the first has not saved yet"

_connections: dict[Path, sqlite3.Connection] = {}


class ProductStore(_Good):
    """The connection is shared by those that are open."""

    def __init__(self, path: Path) -> None:
        """Open a connection only where there is none."""
        conn = _connections.get(path)
        try:
            self._conn = conn or sqlite3.connect(path, autocommit=True)
            self._conn.execute(SCHEMA)
        except sqlite3.ProgrammingError:  # somebody has closed it
            self._conn = sqlite3.connect(path, autocommit=True)
        _connections[path] = self._conn
