"""Thinks that rows come in the order in which they were added."""

from solution import *

FAILS = "all_products_are_listed_by_id"
SAYS = "without ORDER BY a database may give rows in any order"


def list_products(conn: sqlite3.Connection, *, limit: int = 50, offset: int = 0) -> list[Product]:
    """Leave the order to the database."""
    with conn:
        rows = conn.execute(
            "SELECT id, name, price_cents, quantity FROM products LIMIT ? OFFSET ?",
            (limit, offset),
        ).fetchall()
    return [Product(*row) for row in rows]
