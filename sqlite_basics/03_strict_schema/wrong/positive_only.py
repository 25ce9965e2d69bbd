"""Thinks that a stock of nothing is a mistake."""

from solution import *

FAILS = "a_number_is_not_negative"
SAYS = "'quantity': 0"


def create_schema(conn: sqlite3.Connection) -> None:
    """Refuse the 0, which is how a shop sells out."""
    with conn:
        conn.executescript(SCHEMA.replace("quantity >= 0", "quantity > 0"))
