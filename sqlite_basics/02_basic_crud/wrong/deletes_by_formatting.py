"""Thinks that only texts need a placeholder, because a number cannot do harm."""

from solution import *

FAILS = "nothing_to_delete"
SAYS = "delete_product() took the id"


def delete_product(conn: sqlite3.Connection, product_id: int) -> bool:
    """A number can come as a text that is more than a number."""
    with conn:
        cursor = conn.execute(f"DELETE FROM products WHERE id = {product_id}")
    return cursor.rowcount > 0
