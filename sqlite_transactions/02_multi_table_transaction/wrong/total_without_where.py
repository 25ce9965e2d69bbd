"""Forgets the WHERE: every order gets the total of the new one."""

from solution import *
from solution import place_order as good

FAILS = "an_order_is_stored"
SAYS = "order 6, which is not this call's, was changed (orders, id 6: total_cents is"


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """Let the database add up."""
    order_id = good(conn, customer_id, lines)
    conn.execute(
        "UPDATE orders SET total_cents ="
        " (SELECT SUM(quantity * price_cents) FROM order_lines WHERE order_id = ?)",
        (order_id,),
    )
    return order_id
