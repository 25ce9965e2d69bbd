"""Tries again for ever, so that one stuck program stops all the others."""

from solution import *

FAILS = "the_attempts_come_to_an_end"
SAYS = "attempts must be bounded"


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """No bound."""
    while True:
        try:
            conn.execute("BEGIN IMMEDIATE")
            result = fn(conn)
            conn.execute("COMMIT")
            return result
        except BaseException as error:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            if not is_lock_error(error):
                raise
