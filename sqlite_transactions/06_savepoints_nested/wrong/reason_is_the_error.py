"""Reports the exception itself, not what it says."""

from solution import *

FAILS = "one_bad_order_of_a_hundred"
SAYS = "is an object of type IntegrityError: it is the text of the error"


def import_orders(conn: sqlite3.Connection, orders: Iterable[Order]) -> ImportReport:
    """A dataclass does not look at the types of its fields."""
    stored, rejected = 0, []
    with Unit(conn) as unit:
        for order in orders:
            try:
                with unit.savepoint():
                    store(conn, order)
                stored += 1
            except sqlite3.IntegrityError as error:
                rejected.append(Rejected(order.ref, error))  # pyright: ignore[reportArgumentType]
    return ImportReport(stored, tuple(rejected))
