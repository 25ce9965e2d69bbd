"""Thinks that PRAGMA foreign_keys works inside a transaction."""

from pathlib import Path

from solution import *

FAILS = "foreign_keys_are_enforced"
SAYS = "PRAGMA foreign_keys reads 0"


def connect(path: Path) -> sqlite3.Connection:
    """With autocommit=False a transaction is always open, and the pragma does nothing."""
    conn = sqlite3.connect(path, autocommit=False)
    conn.row_factory = sqlite3.Row
    conn.execute("PRAGMA foreign_keys = ON")
    return conn
