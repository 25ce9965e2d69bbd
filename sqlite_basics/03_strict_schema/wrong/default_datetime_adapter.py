"""Thinks that sqlite3 can store a datetime."""

from solution import *

FAILS = "a_time_is_stored_in_utc"
SAYS = "met a DeprecationWarning"


def add_product(
    conn: sqlite3.Connection,
    name: str,
    category_id: int,
    price: Decimal,
    quantity: int,
    added_at: datetime,
) -> int:
    """Leave the text to an adapter that is deprecated since Python 3.12."""
    if price * 100 != int(price * 100):
        raise ValueError("fractions of a cent")
    if added_at.utcoffset() is None:
        raise ValueError("no time zone")
    with conn:
        cursor = conn.execute(
            "INSERT INTO products (name, category_id, price_cents, quantity, added_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (name, category_id, int(price * 100), quantity, added_at),
        )
    return cursor.lastrowid or 0
