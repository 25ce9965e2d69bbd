"""Thinks that leaving the connection's own view is leaving the database."""

from solution import *

FAILS = "a_product_is_deleted"
SAYS = "another connection still sees the product"


def delete_product(conn: sqlite3.Connection, product_id: int) -> bool:
    """Delete without a commit."""
    return conn.execute("DELETE FROM products WHERE id = ?", (product_id,)).rowcount == 1
