"""Takes the stock for something that delivery takes care of."""

from solution import *
from solution import place_order as good

FAILS = "an_order_is_stored"
SAYS = "what is ordered is taken from the stock"


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """Put back what was taken."""
    order_id = good(conn, customer_id, lines)
    for line in lines:
        conn.execute(
            "UPDATE products SET stock = stock + ? WHERE id = ?", (line.quantity, line.product_id)
        )
    return order_id
