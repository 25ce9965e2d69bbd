"""Thinks that a name is unique in its category if it is unique."""

from solution import *

FAILS = "a_name_is_unique_in_its_category"
SAYS = "was refused by products"


def create_schema(conn: sqlite3.Connection) -> None:
    """Allow each name only once in the whole shop."""
    with conn:
        conn.executescript(SCHEMA.replace("UNIQUE (category_id, name)", "UNIQUE (name)"))
