"""Thinks that a column called category_id points to a category."""

from solution import *

FAILS = "a_category_must_exist"
SAYS = "the table products took category_id 99"


def create_schema(conn: sqlite3.Connection) -> None:
    """A name is not a rule."""
    with conn:
        conn.executescript(SCHEMA.replace(" REFERENCES categories (id)", ""))
