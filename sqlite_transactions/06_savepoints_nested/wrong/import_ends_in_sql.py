"""Writes the import without its unit, for one of the two modes only."""

from solution import *

FAILS = "one_bad_order_of_a_hundred"
SAYS = "after import_orders() on a connection with autocommit=False in_transaction is False"


def import_orders(conn: sqlite3.Connection, orders: Iterable[Order]) -> ImportReport:
    """COMMIT ends the transaction, and with autocommit=False nobody begins the next."""
    stored = 0
    rejected: list[Rejected] = []
    if not conn.in_transaction:
        conn.execute("BEGIN")
    try:
        for order in orders:
            conn.execute("SAVEPOINT one_order")
            try:
                store(conn, order)
                stored += 1
            except sqlite3.IntegrityError as error:
                conn.execute("ROLLBACK TO one_order")
                rejected.append(Rejected(order.ref, str(error)))
            conn.execute("RELEASE one_order")
        conn.execute("COMMIT")
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    return ImportReport(stored, tuple(rejected))
