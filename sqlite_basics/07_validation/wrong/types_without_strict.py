"""Thinks that a column INTEGER refuses a text."""

from solution import *

FAILS = "the_database_refuses_it_too"
SAYS = "the table took the price_cents 2.5"


def create_schema(conn: sqlite3.Connection) -> None:
    """Without STRICT a type is advice."""
    with conn:
        conn.executescript(SCHEMA.replace("STRICT", ""))
