"""Thinks that a column with a type refuses NULL."""

from solution import *

FAILS = "the_table_is_there"
SAYS = "a column allows NULL unless the table says otherwise"


def create_tables(conn: sqlite3.Connection) -> None:
    """Name types only."""
    with conn:
        conn.execute(
            "CREATE TABLE IF NOT EXISTS products"
            " (id INTEGER PRIMARY KEY, name TEXT, price_cents INTEGER, quantity INTEGER)"
        )
