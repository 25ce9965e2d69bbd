"""Thinks that values belong in the text of a statement."""

from solution import *

FAILS = "a_name_is_only_text"
SAYS = "is read as SQL"


def add_product(conn: sqlite3.Connection, name: str, price_cents: int, quantity: int) -> int:
    """Build the statement with an f-string: a quote in a name ends the text there."""
    with conn:
        cursor = conn.execute(
            "INSERT INTO products (name, price_cents, quantity)"
            f" VALUES ('{name}', {price_cents}, {quantity})"
        )
    return cursor.lastrowid or 0
