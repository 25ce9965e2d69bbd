"""Thinks that only a change begins a transaction."""

from solution import *

FAILS = "a_missing_product_is_none"
SAYS = "after get_product() has found no product, another connection cannot write"


def get_product(conn: sqlite3.Connection, product_id: int) -> Product | None:
    """Read, and keep every other program from writing."""
    row = conn.execute(
        "SELECT id, name, price_cents, quantity FROM products WHERE id = ?", (product_id,)
    ).fetchone()
    return None if row is None else Product(*row)
