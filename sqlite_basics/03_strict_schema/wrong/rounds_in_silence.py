"""Thinks that half a cent may be dropped."""

from solution import *

FAILS = "half_a_cent_is_refused"
SAYS = "the price 19.905 was taken, as 1990 cents"


def add_product(
    conn: sqlite3.Connection,
    name: str,
    category_id: int,
    price: Decimal,
    quantity: int,
    added_at: datetime,
) -> int:
    """Lose it without a word."""
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
                added_at.astimezone(UTC).isoformat(timespec="microseconds"),
            ),
        )
    return cursor.lastrowid or 0
