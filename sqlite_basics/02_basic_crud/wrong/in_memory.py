"""Thinks that the file's name does not matter while the program runs."""

from pathlib import Path

from solution import *

FAILS = "connect_opens_the_file"
SAYS = "it must be open, and on that file"


def connect(path: Path) -> sqlite3.Connection:
    """Open a database in memory, which nobody else sees and which ends with the connection."""
    conn = sqlite3.connect(":memory:", autocommit=True)
    conn.execute("PRAGMA foreign_keys = ON")
    conn.autocommit = False
    conn.row_factory = sqlite3.Row
    return conn
