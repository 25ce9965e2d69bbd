"""Thinks that a price times 100 is the number of cents, also as a float."""

from solution import *

FAILS = "prices_add_up_exactly"
SAYS = "a price stays exact when no float is on its way"


def add_product(
    conn: sqlite3.Connection,
    name: str,
    category_id: int,
    price: Decimal,
    quantity: int,
    added_at: datetime,
) -> int:
    """19.90 as a float, times 100, is a little less than 1990."""
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
                int(float(price) * 100),
                quantity,
                added_at.astimezone(UTC).isoformat(timespec="microseconds"),
            ),
        )
    return cursor.lastrowid or 0
