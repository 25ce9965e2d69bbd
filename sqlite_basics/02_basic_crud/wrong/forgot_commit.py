"""Thinks that a change is saved because the program itself can see it."""

from solution import *

FAILS = "a_new_product_is_saved"
SAYS = "another connection sees no product after add_product()"


def add_product(conn: sqlite3.Connection, name: str, price_cents: int, quantity: int) -> int:
    """Insert without a commit."""
    cursor = conn.execute(
        "INSERT INTO products (name, price_cents, quantity) VALUES (?, ?, ?)",
        (name, price_cents, quantity),
    )
    return cursor.lastrowid or 0
