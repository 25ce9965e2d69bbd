"""Thinks that a filter that is false is no filter."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import search as _good

FAILS = "prices_and_categories_filter"
SAYS = "max_cents=0"


def search(conn: sqlite3.Connection, **asked: Any) -> Page[Product]:
    """Looking for free things finds everything."""
    asked["max_cents"] = asked.get("max_cents") or None
    return _good(conn, **asked)
