"""Thinks that with BEGIN IMMEDIATE a lock error cannot happen any more."""

from solution import *

FAILS = "a_refused_lock_is_tried_again"
SAYS = "a refused lock is a reason to begin again"


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """One attempt."""
    try:
        conn.execute("BEGIN IMMEDIATE")
        result = fn(conn)
        conn.execute("COMMIT")
        return result
    except BaseException as error:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        if is_lock_error(error):
            raise Busy from error
        raise
