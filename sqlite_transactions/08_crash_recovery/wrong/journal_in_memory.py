"""Keeps the journal in memory, where it is fast, and gone with the process."""

from solution import *

FAILS = "settings_are_durable"
SAYS = "without a journal on disk"


def open_durable(path: Path) -> sqlite3.Connection:
    """Nothing is left to undo a half-written transaction with."""
    conn = sqlite3.connect(path, autocommit=True)
    conn.execute("PRAGMA journal_mode = MEMORY")
    conn.execute("PRAGMA synchronous = FULL")
    conn.execute("PRAGMA foreign_keys = ON")
    return conn
