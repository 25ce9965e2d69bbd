"""Sets foreign_keys on a connection that is in a transaction from its start."""

from solution import *
from solution import open_durable as good

FAILS = "settings_are_durable"
SAYS = "it is off in each connection, and ignored inside a transaction"


def open_durable(path: Path) -> sqlite3.Connection:
    """The pragma does nothing, and says nothing."""
    good(path).close()
    conn = sqlite3.connect(path, autocommit=False)
    conn.execute("PRAGMA foreign_keys = ON")
    conn.autocommit = True
    conn.execute("PRAGMA synchronous = FULL")
    return conn
