"""Thinks that a refused INSERT ends its transaction."""

from solution import *

FAILS = "a_name_is_taken_only_once"
SAYS = "another connection cannot write"


def add_validated(conn: sqlite3.Connection, payload: Mapping[str, object]) -> int:
    """Nothing was stored, and the lock stays."""
    product = validate(payload)
    new_id = insert(conn, product)
    conn.commit()
    return new_id
