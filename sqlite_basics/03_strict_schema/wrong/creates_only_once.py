"""Thinks that a schema is created only once."""

from solution import *

FAILS = "the_tables_are_there"
SAYS = "create_schema() a second time raised"


def create_schema(conn: sqlite3.Connection) -> None:
    """Fail at the second start of the program."""
    with conn:
        conn.executescript(SCHEMA.replace("IF NOT EXISTS ", ""))
