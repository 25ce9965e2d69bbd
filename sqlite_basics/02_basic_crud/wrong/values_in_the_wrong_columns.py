"""Thinks that the database knows which value belongs in which column."""

from solution import *

FAILS = "a_new_product_is_saved"
SAYS = "each value belongs in its column"


def add_product(conn: sqlite3.Connection, name: str, price_cents: int, quantity: int) -> int:
    """The values stand in another order than the columns."""
    with conn:
        cursor = conn.execute(
            "INSERT INTO products (name, quantity, price_cents) VALUES (?, ?, ?)",
            (name, price_cents, quantity),
        )
    return cursor.lastrowid or 0
