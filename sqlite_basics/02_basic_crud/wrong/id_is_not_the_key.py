"""Thinks that a column called id gets its values by itself."""

from solution import *

FAILS = "the_table_is_there"
SAYS = "rows that were inserted without an id have none"


def create_tables(conn: sqlite3.Connection) -> None:
    """INT is not INTEGER here: only INTEGER PRIMARY KEY is filled in by SQLite."""
    with conn:
        conn.execute(
            "CREATE TABLE IF NOT EXISTS products (id INT PRIMARY KEY, name TEXT NOT NULL,"
            " price_cents INTEGER NOT NULL, quantity INTEGER NOT NULL)"
        )
