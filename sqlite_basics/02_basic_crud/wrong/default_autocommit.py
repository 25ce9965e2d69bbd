"""Thinks that a connection made without options has autocommit=False."""

from pathlib import Path

from solution import *

FAILS = "a_transaction_is_always_open"
SAYS = "LEGACY_TRANSACTION_CONTROL, the default"


def connect(path: Path) -> sqlite3.Connection:
    """Take the default, which opens a transaction before some statements only."""
    conn = sqlite3.connect(path)
    conn.row_factory = sqlite3.Row
    conn.execute("PRAGMA foreign_keys = ON")
    return conn
