"""Uses the number of the last order behind the loop, which is not there without orders."""

from solution import *

FAILS = "one_bad_order_of_a_hundred"
SAYS = "an import of no orders raised UnboundLocalError"


def import_orders(conn: sqlite3.Connection, orders: Iterable[Order]) -> ImportReport:
    """An empty file is a file, too."""
    rejected: list[Rejected] = []
    with Unit(conn) as unit:
        for number, order in enumerate(orders, start=1):
            try:
                with unit.savepoint():
                    store(conn, order)
            except sqlite3.IntegrityError as error:
                rejected.append(Rejected(order.ref, str(error)))
            stored = number - len(rejected)
    return ImportReport(stored, tuple(rejected))  # pyright: ignore[reportPossiblyUnboundVariable]
