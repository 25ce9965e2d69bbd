"""Thinks that in WAL mode NORMAL is as durable as FULL: consistent it is, durable it is not."""

from solution import *
from solution import open_durable as good

FAILS = "settings_are_durable"
SAYS = "PRAGMA synchronous reads 1"


def open_durable(path: Path) -> sqlite3.Connection:
    """The last commits may be gone after a power failure."""
    conn = good(path)
    conn.execute("PRAGMA synchronous = NORMAL")
    return conn
