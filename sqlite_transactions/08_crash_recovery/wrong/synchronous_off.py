"""Chooses speed: nobody waits for the disk."""

from solution import *
from solution import open_durable as good

FAILS = "settings_are_durable"
SAYS = "PRAGMA synchronous reads 0"


def open_durable(path: Path) -> sqlite3.Connection:
    """A power failure takes what was committed, or the whole file."""
    conn = good(path)
    conn.execute("PRAGMA synchronous = OFF")
    return conn
