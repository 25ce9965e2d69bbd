"""Thinks that the length of a text is its number of bytes."""

from solution import *

FAILS = "a_name_has_1_to_80_characters"
SAYS = "ä"


def create_schema(conn: sqlite3.Connection) -> None:
    """Bytes are not characters."""
    with conn:
        conn.executescript(
            SCHEMA.replace("length(name) BETWEEN", "length(CAST(name AS BLOB)) BETWEEN")
        )
