"""Thinks that a few thousand rows are nothing for Python."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import search as _good

FAILS = "no_more_is_read_than_shown"
SAYS = "the database filters, sorts and counts"


def search(
    conn: sqlite3.Connection, *, limit: int = 20, offset: int = 0, **asked: Any
) -> Page[Product]:
    """Fetch everything that is found, for every page."""
    first = _good(conn, limit=limit, offset=offset, **asked)
    items = [
        product
        for start in range(0, first.total, 100)
        for product in _good(conn, limit=100, offset=start, **asked).items
    ]
    return Page(items[offset : offset + limit], first.total)
