"""Thinks that an index needs no commit."""

from solution import *

FAILS = "the_indexes_are_saved"
SAYS = "until it is committed"


def create_indexes(conn: sqlite3.Connection) -> None:
    """Leave them in an open transaction."""
    for index in INDEXES:
        conn.execute(index)
