"""Thinks that an order without its bad line is still what the customer wanted."""

from solution import *
from solution import place_order as good

FAILS = "a_bad_order_leaves_nothing"
SAYS = "it must raise OutOfStock"


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """Leave out what cannot be had."""
    while True:
        try:
            return good(conn, customer_id, lines)
        except (OutOfStock, UnknownProduct):
            lines = lines[:-1]
