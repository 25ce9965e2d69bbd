"""Thinks that nobody notices when autocommit stays on after the pragma."""

from pathlib import Path

from solution import *

FAILS = "a_transaction_is_always_open"
SAYS = "conn.autocommit is True"


def connect(path: Path) -> sqlite3.Connection:
    """Every statement saves itself: a group of changes cannot be undone."""
    conn = sqlite3.connect(path, autocommit=True)
    conn.row_factory = sqlite3.Row
    conn.execute("PRAGMA foreign_keys = ON")
    return conn
