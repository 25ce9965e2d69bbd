"""Thinks that the row_factory of a connection is a matter of one function."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import search as _good

FAILS = "no_more_is_read_than_shown"
SAYS = "it belongs to the caller"


def search(conn: sqlite3.Connection, **asked: Any) -> Page[Product]:
    """Leave behind what makes a tuple of every row of the caller's."""
    conn.row_factory = None
    return _good(conn, **asked)
