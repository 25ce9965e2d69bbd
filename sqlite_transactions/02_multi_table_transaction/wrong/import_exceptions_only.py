"""Thinks that every exception is an Exception: Ctrl-C leaves the import open."""

from solution import *

FAILS = "a_broken_source_stores_nothing"
SAYS = "after an import whose records raised KeyboardInterrupt, a transaction is still open"


def import_orders(conn: sqlite3.Connection, records: Iterable[Record]) -> int:
    """Roll back after an Exception."""
    count = 0
    conn.execute("BEGIN")
    try:
        for table, values in records:
            marks = ", ".join("?" * len(values))
            conn.execute(f"INSERT INTO {table} VALUES ({marks})", values)
            count += 1
        conn.execute("COMMIT")
    except Exception:
        conn.execute("ROLLBACK")
        raise
    return count
