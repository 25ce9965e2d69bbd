"""Thinks that who has the write lock can always commit."""

from solution import *

FAILS = "a_write_is_saved_or_undone"
SAYS = "whose COMMIT was refused for a broken foreign key a transaction is still open"


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """The COMMIT stands behind the try."""
    for _ in range(attempts):
        try:
            conn.execute("BEGIN IMMEDIATE")
            result = fn(conn)
        except BaseException as error:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            if not is_lock_error(error):
                raise
        else:
            conn.execute("COMMIT")
            return result
    raise Busy
