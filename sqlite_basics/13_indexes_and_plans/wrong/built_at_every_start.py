"""Thinks that dropping an index and creating it again is the same as leaving it."""

from solution import *

FAILS = "the_indexes_are_saved"
SAYS = "dropped indexes and built them again"


def create_indexes(conn: sqlite3.Connection) -> None:
    """Begin anew at each start of the program."""
    with conn:
        for index in INDEXES:
            name = index.removeprefix("CREATE INDEX IF NOT EXISTS ").split()[0]
            conn.execute(f"DROP INDEX IF EXISTS {name}")
            conn.execute(index)
