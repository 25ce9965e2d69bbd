"""Thinks that an INSERT is saved when it has raised nothing."""

from solution import *

FAILS = "prices_add_up_exactly"
SAYS = "another connection does not see the new product"


def add_product(
    conn: sqlite3.Connection,
    name: str,
    category_id: int,
    price: Decimal,
    quantity: int,
    added_at: datetime,
) -> int:
    """Leave the transaction open."""
    cursor = conn.execute(
        "INSERT INTO products (name, category_id, price_cents, quantity, added_at)"
        " VALUES (?, ?, ?, ?, ?)",
        (name, category_id, int(price * 100), quantity, added_at.astimezone(UTC).isoformat()),
    )
    return cursor.lastrowid or 0
