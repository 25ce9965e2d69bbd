"""Thinks that a name of no letters is no name, and so cannot come."""

from solution import *

FAILS = "a_name_has_1_to_80_characters"
SAYS = "the table products took name ''"


def create_schema(conn: sqlite3.Connection) -> None:
    """An empty text is a text, and not NULL."""
    with conn:
        conn.executescript(SCHEMA.replace("length(name) BETWEEN 1 AND 80", "length(name) <= 80"))
