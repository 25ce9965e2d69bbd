"""Takes every error for a bad order, also those of the program."""

from solution import *

FAILS = "the_import_is_one_unit"
SAYS = "only what the database refuses (IntegrityError) is left out"


def import_orders(conn: sqlite3.Connection, orders: Iterable[Order]) -> ImportReport:
    """A bug becomes a line in a report."""
    stored, rejected = 0, []
    with Unit(conn) as unit:
        for order in orders:
            try:
                with unit.savepoint():
                    store(conn, order)
                stored += 1
            except Exception as error:
                rejected.append(Rejected(order.ref, str(error)))
    return ImportReport(stored, tuple(rejected))
