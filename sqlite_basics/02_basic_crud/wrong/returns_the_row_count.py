"""Thinks that an INSERT reports the new id as its row count."""

from solution import *

FAILS = "the_new_id_is_returned"
SAYS = "the cursor that inserted the row knows its id"


def add_product(conn: sqlite3.Connection, name: str, price_cents: int, quantity: int) -> int:
    """Return how many rows were inserted."""
    with conn:
        cursor = conn.execute(
            "INSERT INTO products (name, price_cents, quantity) VALUES (?, ?, ?)",
            (name, price_cents, quantity),
        )
    return cursor.rowcount
