"""Takes the write lock for reading, to be on the safe side: readers stand in line."""

from solution import *

FAILS = "readers_do_not_wait"
SAYS = "a reader takes no write lock"


def read_tx[T](conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T]) -> T:
    """Begin like a writer."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        return fn(conn)
    finally:
        conn.execute("ROLLBACK")
