"""Thinks that the statement COMMIT does all that the method commit() does."""

from solution import *

FAILS = "a_block_is_saved"
SAYS = "no transaction is open, although"


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """End the transaction that Python has begun, and leave the connection without one."""
    if not conn.in_transaction:
        conn.execute("BEGIN")
    try:
        yield conn
        conn.execute("COMMIT")
    except BaseException:
        conn.execute("ROLLBACK")
        raise
