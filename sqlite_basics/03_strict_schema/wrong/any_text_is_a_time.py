"""Thinks that SQLite has a type for times."""

from solution import *

FAILS = "a_time_is_a_time"
SAYS = "the table products took added_at 'yesterday'"


def create_schema(conn: sqlite3.Connection) -> None:
    """It has none: it is a text, and any text will do."""
    with conn:
        conn.executescript(SCHEMA.replace(" CHECK (datetime(added_at) IS NOT NULL)", ""))
