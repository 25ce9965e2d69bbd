"""Thinks that CREATE TABLE needs no commit."""

from solution import *

FAILS = "the_table_is_there"
SAYS = "a change is private to its connection until it is committed"


def create_tables(conn: sqlite3.Connection) -> None:
    """With autocommit=False a new table, too, waits for the commit."""
    conn.execute(SCHEMA)
