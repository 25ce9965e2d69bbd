"""Thinks that spaces around a name are the concern of Python."""

from solution import *

FAILS = "the_database_refuses_it_too"
SAYS = "the table took the name ' Nut ' by raw SQL"


def create_schema(conn: sqlite3.Connection) -> None:
    """Let them in by another door."""
    with conn:
        conn.executescript(SCHEMA.replace(" AND name = trim(name)", ""))
