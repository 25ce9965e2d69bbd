"""Makes a transaction of its own for each order."""

from solution import *

FAILS = "the_import_is_one_unit"
SAYS = "nothing is stored"


def import_orders(conn: sqlite3.Connection, orders: Iterable[Order]) -> ImportReport:
    """Whatever ends the import leaves a part of it."""
    stored, rejected = 0, []
    for order in orders:
        try:
            with Unit(conn):
                store(conn, order)
            stored += 1
        except sqlite3.IntegrityError as error:
            rejected.append(Rejected(order.ref, str(error)))
    return ImportReport(stored, tuple(rejected))
