"""Thinks that the exception of fn ends the transaction."""

from solution import *

FAILS = "a_write_is_saved_or_undone"
SAYS = "a transaction is still open"


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """BEGIN, fn, COMMIT."""
    for _ in range(attempts):
        try:
            conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if is_lock_error(error):
                continue
            raise
        result = fn(conn)
        conn.execute("COMMIT")
        return result
    raise Busy
