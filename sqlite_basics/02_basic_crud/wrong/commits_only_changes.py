"""Thinks that a transaction which changed nothing needs no end."""

from solution import *

FAILS = "a_price_without_a_product"
SAYS = "a transaction must end also when it has changed nothing"


def update_price(conn: sqlite3.Connection, product_id: int, price_cents: int) -> bool:
    """Keep the write lock when no row was found."""
    cursor = conn.execute(
        "UPDATE products SET price_cents = ? WHERE id = ?", (price_cents, product_id)
    )
    if cursor.rowcount == 0:
        return False
    conn.commit()
    return True
