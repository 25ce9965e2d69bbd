"""Thinks that an application has one connection."""

from pathlib import Path

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "close_closes"
SAYS = "files still open after 20 stores"

_connections: dict[Path, sqlite3.Connection] = {}


class ProductStore(_Good):
    """One connection, made once, for every store."""

    def __init__(self, path: Path) -> None:
        """Take the connection that is there."""
        if path not in _connections:
            _connections[path] = sqlite3.connect(path, autocommit=True)
        self._conn = _connections[path]
        self._conn.execute(SCHEMA)

    def close(self) -> None:
        """Others may still need it."""
