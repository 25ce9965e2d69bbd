"""Thinks that the sender understands an IntegrityError."""

from solution import *

FAILS = "a_name_is_taken_only_once"
SAYS = "whoever has sent it understands Invalid"


def add_validated(conn: sqlite3.Connection, payload: Mapping[str, object]) -> int:
    """Hand on what SQLite says."""
    product = validate(payload)
    with conn:
        cursor = conn.execute(
            "INSERT INTO products (name, price_cents, quantity) VALUES (?, ?, ?)", astuple(product)
        )
    return cursor.lastrowid or 0
