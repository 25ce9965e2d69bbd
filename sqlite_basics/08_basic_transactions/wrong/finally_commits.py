"""Thinks that `finally` is for the good case."""

from solution import *

FAILS = "a_failed_block_leaves_nothing"
SAYS = "every exception must roll them back"


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Commit on every way out."""
    try:
        yield conn
    finally:
        conn.commit()
