"""Thinks that a page that is not possible is best made possible."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import search as _good

FAILS = "impossible_pages_are_refused"
SAYS = "not a guess and not everything"


def search(conn: sqlite3.Connection, **asked: Any) -> Page[Product]:
    """Give the nearest page, and no error."""
    asked["limit"] = min(max(asked.get("limit", 20), 1), 100)
    asked["offset"] = max(asked.get("offset", 0), 0)
    return _good(conn, **asked)
