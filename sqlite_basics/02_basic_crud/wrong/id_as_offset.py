"""Thinks that ids have no gaps, so that an offset can be compared with them."""

from solution import *

FAILS = "a_list_has_pages"
SAYS = "offset is how many to skip"


def list_products(conn: sqlite3.Connection, *, limit: int = 50, offset: int = 0) -> list[Product]:
    """Start after an id instead of after a number of rows."""
    with conn:
        rows = conn.execute(
            "SELECT id, name, price_cents, quantity FROM products WHERE id > ? ORDER BY id LIMIT ?",
            (offset, limit),
        ).fetchall()
    return [Product(*row) for row in rows]
