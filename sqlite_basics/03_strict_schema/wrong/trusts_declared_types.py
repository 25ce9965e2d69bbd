"""Thinks that a column INTEGER holds integers."""

from solution import *

FAILS = "a_number_is_a_number"
SAYS = "the table products took price_cents 'abc'"


def create_schema(conn: sqlite3.Connection) -> None:
    """Without STRICT a type is advice."""
    with conn:
        conn.executescript(SCHEMA.replace(" STRICT", ""))
