"""Adds up prices, and forgets that a line may be about several pieces."""

from solution import *
from solution import place_order as good

FAILS = "the_total_is_made_of_stored_prices"
SAYS = "it is the sum of quantity times stored price"


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """SUM(price_cents) counts each line once."""
    order_id = good(conn, customer_id, lines)
    conn.execute(
        "UPDATE orders SET total_cents ="
        " (SELECT SUM(price_cents) FROM order_lines WHERE order_id = orders.id) WHERE id = ?",
        (order_id,),
    )
    return order_id
