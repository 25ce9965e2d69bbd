"""Thinks that a COMMIT that raises has ended the transaction."""

from solution import *

FAILS = "a_line_without_an_order_is_refused"
SAYS = "a transaction is still open on the connection"


def import_orders(conn: sqlite3.Connection, records: Iterable[Record]) -> int:
    """The bad line passes every INSERT; it is the COMMIT that raises, outside of the try."""
    count = 0
    conn.execute("BEGIN")
    try:
        for table, values in records:
            marks = ", ".join("?" * len(values))
            conn.execute(f"INSERT INTO {table} VALUES ({marks})", values)
            count += 1
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    conn.execute("COMMIT")
    return count
