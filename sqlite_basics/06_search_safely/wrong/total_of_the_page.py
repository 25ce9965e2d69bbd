"""Thinks that the total is the number of what was found."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import search as _good

FAILS = "without_filters_everything_is_found"
SAYS = "it counts what was found, on all pages"


def search(conn: sqlite3.Connection, **asked: Any) -> Page[Product]:
    """Count the page."""
    page = _good(conn, **asked)
    return Page(page.items, len(page.items))
