"""Thinks that LIMIT a, b means a rows after the first b."""

from solution import *

FAILS = "a_list_has_pages"
SAYS = "offset is how many to skip"


def list_products(conn: sqlite3.Connection, *, limit: int = 50, offset: int = 0) -> list[Product]:
    """In the form with a comma the offset comes first."""
    with conn:
        rows = conn.execute(
            "SELECT id, name, price_cents, quantity FROM products ORDER BY id LIMIT ?, ?",
            (limit, offset) if offset else (offset, limit),
        ).fetchall()
    return [Product(*row) for row in rows]
