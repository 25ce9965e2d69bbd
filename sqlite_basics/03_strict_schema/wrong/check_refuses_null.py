"""Thinks that CHECK (quantity >= 0) refuses NULL."""

from solution import *

FAILS = "no_column_takes_null"
SAYS = "the table products took quantity NULL"


def create_schema(conn: sqlite3.Connection) -> None:
    """A CHECK fails only where it is false, and NULL is not."""
    with conn:
        conn.executescript(SCHEMA.replace("quantity INTEGER NOT NULL", "quantity INTEGER"))
