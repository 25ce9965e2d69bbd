"""Reads on a snapshot, and runs again when it was too old: under load it always is."""

from solution import *

FAILS = "the_lock_comes_first"
SAYS = "another program could take the write lock"


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """The work is done twice where the lock would have been waited for once."""
    for _ in range(attempts):
        conn.execute("BEGIN")
        try:
            result = fn(conn)
            conn.execute("COMMIT")
            return result
        except BaseException as error:
            conn.execute("ROLLBACK")
            if not is_lock_error(error):
                raise
    raise Busy
