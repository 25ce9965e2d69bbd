"""Thinks that a PRIMARY KEY is never NULL."""

from solution import *

FAILS = "no_column_takes_null"
SAYS = "the table settings took key NULL"


def create_schema(conn: sqlite3.Connection) -> None:
    """True elsewhere, and in a STRICT table; not in an ordinary one of SQLite."""
    with conn:
        conn.executescript(
            SCHEMA.replace(
                "key TEXT PRIMARY KEY NOT NULL,\n    value TEXT NOT NULL\n) STRICT",
                "key TEXT PRIMARY KEY,\n    value TEXT NOT NULL\n)",
            )
        )
