"""Thinks that the line should keep the price that the customer saw."""

from solution import *
from solution import place_order as good

FAILS = "the_total_is_made_of_stored_prices"
SAYS = "what the request says about prices is not to be trusted"


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """Note the shown price."""
    order_id = good(conn, customer_id, lines)
    for position, line in enumerate(lines, start=1):
        conn.execute(
            "UPDATE order_lines SET price_cents = ? WHERE order_id = ? AND position = ?",
            (line.shown_cents, order_id, position),
        )
    return order_id
