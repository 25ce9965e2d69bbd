"""Thinks that the program keeps names apart."""

from solution import *

FAILS = "the_database_refuses_it_too"
SAYS = "the table took the name 'Tea' by raw SQL"


def create_schema(conn: sqlite3.Connection) -> None:
    """No UNIQUE: two programs at once store a name twice."""
    with conn:
        conn.executescript(SCHEMA.replace(" UNIQUE", ""))
