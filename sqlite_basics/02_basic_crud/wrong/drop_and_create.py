"""Thinks that a program should start with a clean table."""

from solution import *

FAILS = "creating_again_keeps_the_rows"
SAYS = "0 of 5 products are left"


def create_tables(conn: sqlite3.Connection) -> None:
    """Wipe the table at every start."""
    with conn:
        conn.execute("DROP TABLE IF EXISTS products")
        conn.execute(SCHEMA)
