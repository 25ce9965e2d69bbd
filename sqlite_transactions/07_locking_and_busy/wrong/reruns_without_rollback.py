"""Calls fn again in the transaction that met the lock."""

from solution import *

FAILS = "a_stale_snapshot_reruns_the_function"
SAYS = "what was done before the lock is undone"


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """What the first attempt has written is still there."""
    try:
        for _ in range(attempts):
            try:
                if not conn.in_transaction:
                    conn.execute("BEGIN IMMEDIATE")
                result = fn(conn)
                conn.execute("COMMIT")
                return result
            except sqlite3.OperationalError as error:
                if not is_lock_error(error):
                    raise
        raise Busy
    finally:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
