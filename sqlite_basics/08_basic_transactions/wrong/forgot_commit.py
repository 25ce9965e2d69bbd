"""Thinks that the end of a block saves by itself."""

from solution import *

FAILS = "a_block_is_saved"
SAYS = "does not see the changes after the block"


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Roll back on errors, and never commit."""
    try:
        yield conn
    except BaseException:
        conn.rollback()
        raise
