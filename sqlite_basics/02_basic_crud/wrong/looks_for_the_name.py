"""Thinks that a product can be found again by its name."""

from solution import *

FAILS = "the_new_id_is_returned"
SAYS = "the cursor that inserted the row knows its id"


def add_product(conn: sqlite3.Connection, name: str, price_cents: int, quantity: int) -> int:
    """Return the id of the first product with this name, perhaps an older one."""
    with conn:
        conn.execute(
            "INSERT INTO products (name, price_cents, quantity) VALUES (?, ?, ?)",
            (name, price_cents, quantity),
        )
        row = conn.execute("SELECT id FROM products WHERE name = ?", (name,)).fetchone()
    return row["id"]
