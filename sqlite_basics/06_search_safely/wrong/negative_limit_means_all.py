"""Thinks that a limit below zero is refused by the database."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import search as _good

FAILS = "impossible_pages_are_refused"
SAYS = "not a guess and not everything"


def search(conn: sqlite3.Connection, *, limit: int = 20, **asked: Any) -> Page[Product]:
    """SQLite takes LIMIT -1 for no limit."""
    if limit != -1:
        return _good(conn, limit=limit, **asked)
    total = _good(conn, **asked).total
    items: list[Product] = []
    for offset in range(0, total, 100):
        asked["offset"] = offset
        items += _good(conn, limit=100, **asked).items
    return Page(items, total)
