"""Thinks that doubled quotes make a value safe inside the text of a statement."""

from solution import *

FAILS = "a_name_is_only_text"
SAYS = "the name 'nul\\x00inside' raised"


def add_product(conn: sqlite3.Connection, name: str, price_cents: int, quantity: int) -> int:
    """Escape by hand, and forget a case: there always is one."""
    quoted = name.replace("'", "''")
    with conn:
        cursor = conn.execute(
            "INSERT INTO products (name, price_cents, quantity)"
            f" VALUES ('{quoted}', {price_cents}, {quantity})"
        )
    return cursor.lastrowid or 0
