"""Thinks that the price on the page is the price of the product."""

from solution import *
from solution import place_order as good

FAILS = "the_total_is_made_of_stored_prices"
SAYS = "it is the sum of quantity times stored price"


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """Add up what the request says."""
    order_id = good(conn, customer_id, lines)
    conn.execute(
        "UPDATE orders SET total_cents = ? WHERE id = ?",
        (sum(line.shown_cents * line.quantity for line in lines), order_id),
    )
    return order_id
