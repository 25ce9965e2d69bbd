"""Thinks that rounding mends what floats do to money."""

from solution import *

FAILS = "prices_add_up_exactly"
SAYS = "the price 90071992547409.93 was stored as"


def add_product(
    conn: sqlite3.Connection,
    name: str,
    category_id: int,
    price: Decimal,
    quantity: int,
    added_at: datetime,
) -> int:
    """Good for small prices: a float has 53 bits."""
    if price * 100 != int(price * 100):
        raise ValueError("fractions of a cent")
    if added_at.utcoffset() is None:
        raise ValueError("no time zone")
    with conn:
        cursor = conn.execute(
            "INSERT INTO products (name, category_id, price_cents, quantity, added_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (
                name,
                category_id,
                round(float(price) * 100),
                quantity,
                added_at.astimezone(UTC).isoformat(timespec="microseconds"),
            ),
        )
    return cursor.lastrowid or 0
