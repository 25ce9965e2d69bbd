"""Thinks that a time without a zone is a time in UTC."""

from solution import *

FAILS = "a_time_without_a_zone_is_refused"
SAYS = "a time without a zone raised no ValueError"


def add_product(
    conn: sqlite3.Connection,
    name: str,
    category_id: int,
    price: Decimal,
    quantity: int,
    added_at: datetime,
) -> int:
    """Let Python guess the zone of the computer."""
    if price * 100 != int(price * 100):
        raise ValueError("fractions of a cent")
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
