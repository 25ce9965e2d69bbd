"""Compares the error with SQLITE_BUSY alone: SQLITE_BUSY_SNAPSHOT is another number."""

from solution import *

FAILS = "a_stale_snapshot_reruns_the_function"
SAYS = "it is a kind of SQLITE_BUSY"


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """Extended codes differ in their high bytes."""
    for _ in range(attempts):
        try:
            conn.execute("BEGIN IMMEDIATE")
            result = fn(conn)
            conn.execute("COMMIT")
            return result
        except BaseException as error:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
                raise
    raise Busy
