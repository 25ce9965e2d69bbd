"""Thinks that a validator makes the rules of a table superfluous."""

from solution import *

FAILS = "the_database_refuses_it_too"
SAYS = "a validator sees only what comes through it"


def create_schema(conn: sqlite3.Connection) -> None:
    """Types, and no rules."""
    with conn:
        conn.executescript("""
            CREATE TABLE IF NOT EXISTS products (
                id INTEGER PRIMARY KEY, name TEXT, price_cents INTEGER, quantity INTEGER
            )
            """)
