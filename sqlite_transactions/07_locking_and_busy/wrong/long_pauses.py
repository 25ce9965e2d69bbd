"""Waits for the lock between the attempts: SQLite does that better, in its timeout."""

import time

from solution import *

FAILS = "pauses_are_short"
SAYS = "a pause is 0.1 seconds or less, to wait longer is the timeout's job"


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """The lock may be free for most of the pause."""
    for attempt in range(attempts):
        if attempt:
            time.sleep(0.3)
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
    raise Busy
