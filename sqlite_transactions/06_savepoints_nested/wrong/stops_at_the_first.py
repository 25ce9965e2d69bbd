"""Thinks that one bad order makes the whole import bad."""

from solution import *

FAILS = "one_bad_order_of_a_hundred"
SAYS = "IntegrityError"


def import_orders(conn: sqlite3.Connection, orders: Iterable[Order]) -> ImportReport:
    """One transaction, no savepoint."""
    stored = 0
    with Unit(conn):
        for order in orders:
            store(conn, order)
            stored += 1
    return ImportReport(stored, ())
