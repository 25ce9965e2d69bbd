"""Thinks that only new rows have to be committed."""

from solution import *

FAILS = "a_new_price_is_saved"
SAYS = "another connection sees the old price"


def update_price(conn: sqlite3.Connection, product_id: int, price_cents: int) -> bool:
    """Change without a commit."""
    cursor = conn.execute(
        "UPDATE products SET price_cents = ? WHERE id = ?", (price_cents, product_id)
    )
    return cursor.rowcount == 1
