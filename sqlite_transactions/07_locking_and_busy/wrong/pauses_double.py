"""Doubles the pause after each attempt in which fn met a lock, without a bound."""

import time

from solution import *

FAILS = "pauses_are_short"
SAYS = "a pause is 0.1 seconds or less, to wait longer is the timeout's job"


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """The second pause is longer than the brief allows already."""
    for attempt in range(attempts):
        try:
            conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if not is_lock_error(error):
                raise
            continue
        try:
            result = fn(conn)
            conn.execute("COMMIT")
            return result
        except BaseException as error:
            conn.execute("ROLLBACK")
            if not is_lock_error(error):
                raise
        time.sleep(0.06 * 2**attempt)
    raise Busy
