"""Thinks that a helper may keep the connection in the mode that it likes best."""

from solution import *

FAILS = "the_mode_stays"
SAYS = "the mode belongs to the connection's owner"


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Set autocommit=False, for good."""
    conn.autocommit = False
    with conn:
        yield conn
