"""Catches the error inside of the block: no exception leaves it, and nothing is undone."""

from solution import *

FAILS = "one_bad_order_of_a_hundred"
SAYS = "a bad order is left out as a whole"


def import_orders(conn: sqlite3.Connection, orders: Iterable[Order]) -> ImportReport:
    """The savepoint is released with half an order in it."""
    stored, rejected = 0, []
    with Unit(conn) as unit:
        for order in orders:
            with unit.savepoint():
                try:
                    store(conn, order)
                    stored += 1
                except sqlite3.IntegrityError as error:
                    rejected.append(Rejected(order.ref, str(error)))
    return ImportReport(stored, tuple(rejected))
