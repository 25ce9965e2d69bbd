"""Thinks that every exception is an Exception: Ctrl-C leaves the transaction open."""

from solution import *

FAILS = "a_write_is_saved_or_undone"
SAYS = "whose fn raised KeyboardInterrupt, as Ctrl-C does, a transaction is still open"


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """Roll back after an Exception."""
    for _ in range(attempts):
        try:
            conn.execute("BEGIN IMMEDIATE")
            result = fn(conn)
            conn.execute("COMMIT")
            return result
        except Exception as error:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            if not is_lock_error(error):
                raise
    raise Busy
