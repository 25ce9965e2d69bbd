"""Thinks that fetchone() always returns a row."""

from solution import *

FAILS = "a_missing_product_is_none"
SAYS = "fetchone() returns None where there is no row"


def get_product(conn: sqlite3.Connection, product_id: int) -> Product | None:
    """Unpack None."""
    query = "SELECT id, name, price_cents, quantity FROM products WHERE id = ?"
    with conn:
        return Product(*conn.execute(query, (product_id,)).fetchone())
