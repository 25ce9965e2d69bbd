"""Thinks that fetchall() ends the transaction, because no row is left to read."""

from solution import *

FAILS = "all_products_are_listed_by_id"
SAYS = "after list_products() has read the products, another connection cannot write"


def list_products(conn: sqlite3.Connection, *, limit: int = 50, offset: int = 0) -> list[Product]:
    """The statement is done, the transaction is not."""
    rows = conn.execute(
        "SELECT id, name, price_cents, quantity FROM products ORDER BY id LIMIT ? OFFSET ?",
        (limit, offset),
    ).fetchall()
    return [Product(*row) for row in rows]
