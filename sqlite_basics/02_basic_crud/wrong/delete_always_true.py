"""Thinks that DELETE raises when there is nothing to delete."""

from solution import *

FAILS = "nothing_to_delete"
SAYS = "delete_product() returned True for an id that is not there any more"


def delete_product(conn: sqlite3.Connection, product_id: int) -> bool:
    """Wait for an error that never comes."""
    try:
        with conn:
            conn.execute("DELETE FROM products WHERE id = ?", (product_id,))
    except sqlite3.Error:
        return False
    return True
