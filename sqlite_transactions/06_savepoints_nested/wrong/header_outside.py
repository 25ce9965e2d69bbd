"""Protects the lines of an order, and not its header."""

from solution import *

FAILS = "one_bad_order_of_a_hundred"
SAYS = "a bad order is left out as a whole"


def import_orders(conn: sqlite3.Connection, orders: Iterable[Order]) -> ImportReport:
    """An order without lines is left of each bad one."""
    stored, rejected = 0, []
    with Unit(conn) as unit:
        for order in orders:
            try:
                cursor = conn.execute("INSERT INTO orders (ref) VALUES (?)", (order.ref,))
                with unit.savepoint():
                    for line in order.lines:
                        conn.execute(
                            "INSERT INTO order_lines VALUES (?, ?, ?)", (cursor.lastrowid, *line)
                        )
                stored += 1
            except sqlite3.IntegrityError as error:
                rejected.append(Rejected(order.ref, str(error)))
    return ImportReport(stored, tuple(rejected))
