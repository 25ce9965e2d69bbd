"""Thinks that a statement that was refused leaves nothing to end."""

from solution import *

FAILS = "what_the_schema_refuses_is_raised"
SAYS = "another connection cannot write"


def add_product(
    conn: sqlite3.Connection,
    name: str,
    category_id: int,
    price: Decimal,
    quantity: int,
    added_at: datetime,
) -> int:
    """Never reach the commit, and roll nothing back: the transaction keeps its lock."""
    if price * 100 != int(price * 100):
        raise ValueError("fractions of a cent")
    if added_at.utcoffset() is None:
        raise ValueError("no time zone")
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
    conn.commit()
    return cursor.lastrowid or 0
