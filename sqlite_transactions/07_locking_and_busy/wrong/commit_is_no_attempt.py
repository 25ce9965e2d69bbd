"""Tries again after BEGIN and fn, and gives up when the COMMIT meets the lock."""

from solution import *

FAILS = "a_refused_commit_is_tried_again"
SAYS = "a lock can be refused at the COMMIT"


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """The COMMIT is undone, and never repeated."""
    for _ in range(attempts):
        try:
            conn.execute("BEGIN IMMEDIATE")
            result = fn(conn)
        except BaseException as error:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            if not is_lock_error(error):
                raise
            continue
        try:
            conn.execute("COMMIT")
        except BaseException:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            raise
        return result
    raise Busy
