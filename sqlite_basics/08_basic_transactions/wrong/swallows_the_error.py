"""Thinks that an error is dealt with once its changes are undone."""

from solution import *

FAILS = "a_failed_block_leaves_nothing"
SAYS = "the caller did not get it"


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Roll back, and tell nobody."""
    try:
        yield conn
    except BaseException:
        conn.rollback()
    else:
        conn.commit()
