"""Thinks that INSERT OR REPLACE is an INSERT that always works."""

from solution import *

FAILS = "what_the_schema_refuses_is_raised"
SAYS = "changed the products"


def add_product(
    conn: sqlite3.Connection,
    name: str,
    category_id: int,
    price: Decimal,
    quantity: int,
    added_at: datetime,
) -> int:
    """Delete the product that has the name, and put another one in its place."""
    if price * 100 != int(price * 100):
        raise ValueError("fractions of a cent")
    if added_at.utcoffset() is None:
        raise ValueError("no time zone")
    with conn:
        cursor = conn.execute(
            "INSERT OR REPLACE INTO products (name, category_id, price_cents, quantity, added_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (
                name,
                category_id,
                int(price * 100),
                quantity,
                added_at.astimezone(UTC).isoformat(timespec="microseconds"),
            ),
        )
    return cursor.lastrowid or 0
