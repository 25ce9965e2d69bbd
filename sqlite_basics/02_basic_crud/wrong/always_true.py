"""Thinks that a statement which raised no error has changed a row."""

from solution import *

FAILS = "a_price_without_a_product"
SAYS = "update_price() returned True for an id that is not there"


def update_price(conn: sqlite3.Connection, product_id: int, price_cents: int) -> bool:
    """Never look at how many rows were changed."""
    with conn:
        conn.execute("UPDATE products SET price_cents = ? WHERE id = ?", (price_cents, product_id))
    return True


def delete_product(conn: sqlite3.Connection, product_id: int) -> bool:
    """Never look at how many rows were deleted."""
    with conn:
        conn.execute("DELETE FROM products WHERE id = ?", (product_id,))
    return True
