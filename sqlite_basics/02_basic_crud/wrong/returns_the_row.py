"""Thinks that a Row with the right columns is as good as a Product."""

from typing import Any

from solution import *

FAILS = "one_product_is_found"
SAYS = "it returns a Product"


def get_product(conn: sqlite3.Connection, product_id: int) -> Any:
    """Hand on what the driver gives."""
    with conn:
        return conn.execute("SELECT * FROM products WHERE id = ?", (product_id,)).fetchone()
