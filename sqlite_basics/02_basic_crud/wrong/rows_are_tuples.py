"""Thinks that rows can be read by name without asking for it."""

from pathlib import Path

from solution import *

FAILS = "rows_are_read_by_name"
SAYS = "a row is a tuple"


def connect(path: Path) -> sqlite3.Connection:
    """Leave row_factory unset."""
    conn = sqlite3.connect(path, autocommit=True)
    conn.execute("PRAGMA foreign_keys = ON")
    conn.autocommit = False
    return conn
