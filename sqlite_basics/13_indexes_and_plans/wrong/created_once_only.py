"""Thinks that create_indexes() is called only once."""

from solution import *

FAILS = "the_indexes_are_saved"
SAYS = "already exists"


def create_indexes(conn: sqlite3.Connection) -> None:
    """Fail at the second start of the program."""
    with conn:
        for index in INDEXES:
            conn.execute(index.replace("IF NOT EXISTS ", ""))
