"""Thinks that type hints keep anything but a number out of a statement."""

from solution import *

FAILS = "a_price_without_a_product"
SAYS = "update_price() took the id"


def update_price(conn: sqlite3.Connection, product_id: int, price_cents: int) -> bool:
    """Nobody checks a type hint while the program runs."""
    with conn:
        cursor = conn.execute(
            f"UPDATE products SET price_cents = {price_cents} WHERE id = {product_id}"
        )
    return cursor.rowcount > 0
