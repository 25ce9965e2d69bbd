"""Thinks that ANY is a type for a number that may come as a text."""

from solution import *

FAILS = "a_number_is_a_number"
SAYS = "the table products took quantity 'abc'"


def create_schema(conn: sqlite3.Connection) -> None:
    """In a STRICT table ANY takes everything as it is."""
    with conn:
        conn.executescript(SCHEMA.replace("quantity INTEGER", "quantity ANY"))
