"""Thinks that a deferred key waits for the end of the function."""

from solution import *

FAILS = "an_import_comes_in_any_order"
SAYS = "a deferred foreign key is checked at the COMMIT"


def import_orders(conn: sqlite3.Connection, records: Iterable[Record]) -> int:
    """Without a BEGIN every statement ends with a COMMIT of its own."""
    count = 0
    for table, values in records:
        marks = ", ".join("?" * len(values))
        conn.execute(f"INSERT INTO {table} VALUES ({marks})", values)
        count += 1
    return count
