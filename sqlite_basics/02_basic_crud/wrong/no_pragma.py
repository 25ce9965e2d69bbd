"""Thinks that SQLite enforces foreign keys without being asked."""

from pathlib import Path

from solution import *

FAILS = "foreign_keys_are_enforced"
SAYS = "SQLite starts with it off"


def connect(path: Path) -> sqlite3.Connection:
    """Leave foreign keys as they are."""
    conn = sqlite3.connect(path, autocommit=False)
    conn.row_factory = sqlite3.Row
    return conn
