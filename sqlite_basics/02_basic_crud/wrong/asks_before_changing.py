"""Thinks that one must ask whether a row exists before changing it."""

from solution import *

FAILS = "a_price_without_a_product"
SAYS = "2 statements were sent to change one price"


def update_price(conn: sqlite3.Connection, product_id: int, price_cents: int) -> bool:
    """Ask first: between the question and the change the row may go."""
    if get_product(conn, product_id) is None:
        return False
    with conn:
        conn.execute("UPDATE products SET price_cents = ? WHERE id = ?", (price_cents, product_id))
    return True
