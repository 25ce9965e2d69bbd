"""Thinks that a column called key is a key."""

from solution import *

FAILS = "the_tables_are_there"
SAYS = "the table settings took key 'currency'"


def create_schema(conn: sqlite3.Connection) -> None:
    """Keep two values for one setting."""
    with conn:
        conn.executescript(SCHEMA.replace("key TEXT PRIMARY KEY NOT NULL", "key TEXT NOT NULL"))
