"""Thinks that money is a REAL."""

from solution import *

FAILS = "a_number_is_a_number"
SAYS = "the table products took price_cents 1.5"


def create_schema(conn: sqlite3.Connection) -> None:
    """Let fractions of a cent in."""
    with conn:
        conn.executescript(SCHEMA.replace("price_cents INTEGER", "price_cents REAL"))
