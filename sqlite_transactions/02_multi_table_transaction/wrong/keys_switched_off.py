"""Thinks that an import may switch foreign keys off, because its data are good."""

from solution import *
from solution import import_orders as good

FAILS = "a_line_without_an_order_is_refused"
SAYS = "an import with a line whose order never comes returned 7"


def import_orders(conn: sqlite3.Connection, records: Iterable[Record]) -> int:
    """Nobody looks at the keys, not even at the end."""
    conn.execute("PRAGMA foreign_keys = OFF")
    try:
        return good(conn, records)
    finally:
        conn.execute("PRAGMA foreign_keys = ON")
