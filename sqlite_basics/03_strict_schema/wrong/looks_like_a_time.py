"""Thinks that a text with digits at the right places is a time."""

from solution import *

FAILS = "a_time_is_a_time"
SAYS = "the table products took added_at '2026-13-01T08:00:00Z'"


def create_schema(conn: sqlite3.Connection) -> None:
    """Let the 13th month in, and the 25th hour."""
    pattern = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*"
    with conn:
        conn.executescript(
            SCHEMA.replace("datetime(added_at) IS NOT NULL", f"added_at GLOB '{pattern}'")
        )
