"""Thinks that every exception is an Exception."""

from solution import *

FAILS = "ctrl_c_leaves_nothing"
SAYS = "KeyboardInterrupt left the block"


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Ctrl-C goes past the rollback."""
    try:
        yield conn
    except Exception:
        conn.rollback()
        raise
    conn.commit()
