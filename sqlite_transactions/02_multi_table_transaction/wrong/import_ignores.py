"""Thinks that OR IGNORE makes an import robust: it drops a record, and counts it."""

from solution import *

FAILS = "a_line_without_an_order_is_refused"
SAYS = "an import with an order whose id is used returned 7"


def import_orders(conn: sqlite3.Connection, records: Iterable[Record]) -> int:
    """Skip what collides."""
    count = 0
    with transaction(conn):
        for table, values in records:
            marks = ", ".join("?" * len(values))
            conn.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", values)
            count += 1
    return count
