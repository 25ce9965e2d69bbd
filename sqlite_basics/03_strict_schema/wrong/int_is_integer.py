"""Thinks that INT PRIMARY KEY is INTEGER PRIMARY KEY in short."""

from solution import *

FAILS = "the_tables_are_there"
SAYS = "NOT NULL constraint failed: products.id"


def create_schema(conn: sqlite3.Connection) -> None:
    """Only the long word makes the column the number of the row, which SQLite fills in."""
    with conn:
        conn.executescript(SCHEMA.replace("id INTEGER PRIMARY KEY", "id INT PRIMARY KEY"))
