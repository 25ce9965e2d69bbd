"""Thinks that UNIQUE compares names as people do."""

from solution import *

FAILS = "a_name_is_unique_in_its_category"
SAYS = "the table products took name 'bolt'"


def create_schema(conn: sqlite3.Connection) -> None:
    """Compare letter by letter."""
    with conn:
        conn.executescript(
            SCHEMA.replace("name TEXT NOT NULL COLLATE NOCASE", "name TEXT NOT NULL")
        )
