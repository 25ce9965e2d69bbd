"""Thinks that replace(tzinfo=UTC) converts a time to UTC."""

from solution import *

FAILS = "a_time_is_stored_in_utc"
SAYS = "that is another moment"


def add_product(
    conn: sqlite3.Connection,
    name: str,
    category_id: int,
    price: Decimal,
    quantity: int,
    added_at: datetime,
) -> int:
    """Put another label on the same hands of the clock."""
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
                int(price * 100),
                quantity,
                added_at.replace(tzinfo=UTC).isoformat(),
            ),
        )
    return cursor.lastrowid or 0
