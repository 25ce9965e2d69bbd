"""Thinks that STRICT is only about numbers, and that a column TEXT holds texts."""

from solution import *

FAILS = "a_text_is_a_text"
SAYS = "the table settings took key b'currency'"


def create_schema(conn: sqlite3.Connection) -> None:
    """Leave the settings, which are texts only, as they are: bytes get in."""
    with conn:
        conn.executescript(
            SCHEMA.replace("value TEXT NOT NULL\n) STRICT", "value TEXT NOT NULL\n)")
        )
