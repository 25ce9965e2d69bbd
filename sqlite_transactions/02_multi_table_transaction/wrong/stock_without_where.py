"""Forgets the WHERE: every stock is lowered."""

from solution import *
from solution import place_order as good

FAILS = "an_order_is_stored"
SAYS = "the stock is wrong (products, id 1: stock is 96, not 97)"


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """One piece less of everything."""
    order_id = good(conn, customer_id, lines)
    conn.execute("UPDATE products SET stock = stock - 1 WHERE stock > 0")
    return order_id
