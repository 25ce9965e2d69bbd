"""Rolls an import back after errors of the database, as if its source could not fail."""

from solution import *

FAILS = "a_broken_source_stores_nothing"
SAYS = "after an import whose records raised KeyError, a transaction is still open"


def import_orders(conn: sqlite3.Connection, records: Iterable[Record]) -> int:
    """The records are read inside of the transaction."""
    count = 0
    conn.execute("BEGIN")
    try:
        for table, values in records:
            marks = ", ".join("?" * len(values))
            conn.execute(f"INSERT INTO {table} VALUES ({marks})", values)
            count += 1
        conn.execute("COMMIT")
    except sqlite3.Error:
        conn.execute("ROLLBACK")
        raise
    return count
