"""Thinks that the caller does not need the id."""

from solution import *
from solution import place_order as good

FAILS = "an_order_is_stored"
SAYS = "place_order() returned None, and the new order has the id 7"


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """Store the order, and return nothing."""
    good(conn, customer_id, lines)
    return None  # pyright: ignore[reportReturnType]
