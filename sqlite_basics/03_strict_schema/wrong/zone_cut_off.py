"""Thinks that UTC need not be said, because everybody uses it."""

from solution import *

FAILS = "a_time_is_stored_in_utc"
SAYS = "a time that is kept is in UTC, and says so"


def add_product(
    conn: sqlite3.Connection,
    name: str,
    category_id: int,
    price: Decimal,
    quantity: int,
    added_at: datetime,
) -> int:
    """Whoever reads the text has to guess."""
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
                added_at.astimezone(UTC).replace(tzinfo=None).isoformat(),
            ),
        )
    return cursor.lastrowid or 0
