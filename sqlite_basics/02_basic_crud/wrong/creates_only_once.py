"""Thinks that create_tables() is called only once in a store's life."""

from solution import *

FAILS = "creating_again_keeps_the_rows"
SAYS = "a table that exists is no error"


def create_tables(conn: sqlite3.Connection) -> None:
    """Raise at the second start of the program."""
    with conn:
        conn.execute(SCHEMA.replace("IF NOT EXISTS ", ""))
