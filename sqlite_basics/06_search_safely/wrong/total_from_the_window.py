"""Thinks that count(*) OVER () is the total on every page."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import search as _good

FAILS = "pages_neither_repeat_nor_skip"
SAYS = "it is the same on every page, also on an empty one"


def search(conn: sqlite3.Connection, **asked: Any) -> Page[Product]:
    """A page beyond the end has no row to carry it."""
    page = _good(conn, **asked)
    return Page(page.items, page.total if page.items else 0)
