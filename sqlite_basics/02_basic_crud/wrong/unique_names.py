"""Thinks that a name tells one product from another."""

from solution import *

FAILS = "the_table_is_there"
SAYS = "two products may have the same name"


def create_tables(conn: sqlite3.Connection) -> None:
    """Allow each name once."""
    with conn:
        conn.execute(SCHEMA.replace("name TEXT NOT NULL", "name TEXT NOT NULL UNIQUE"))
