"""Thinks that Z is only a shorter way to write +00:00."""

from solution import *

FAILS = "a_time_is_stored_in_utc"
SAYS = "all texts must have the same form"


def add_product(
    conn: sqlite3.Connection,
    name: str,
    category_id: int,
    price: Decimal,
    quantity: int,
    added_at: datetime,
) -> int:
    """08:00:00Z sorts behind 08:00:00.25Z."""
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
                added_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            ),
        )
    return cursor.lastrowid or 0
