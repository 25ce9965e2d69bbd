"""Thinks that UPDATE changes only the row one has in mind."""

from solution import *

FAILS = "a_new_price_is_saved"
SAYS = "every row that its WHERE lets through"


def update_price(conn: sqlite3.Connection, product_id: int, price_cents: int) -> bool:
    """Change every product."""
    with conn:
        cursor = conn.execute("UPDATE products SET price_cents = ?", (price_cents,))
    return cursor.rowcount > 0
