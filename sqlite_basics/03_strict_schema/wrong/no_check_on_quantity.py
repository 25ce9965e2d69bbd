"""Thinks that a program never takes more than there is."""

from solution import *

FAILS = "a_number_is_not_negative"
SAYS = "the table products took quantity -1"


def create_schema(conn: sqlite3.Connection) -> None:
    """Leave the rule to the programs."""
    with conn:
        conn.executescript(SCHEMA.replace(" CHECK (quantity >= 0)", ""))
