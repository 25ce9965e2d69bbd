"""Thinks that offset counts pages."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import search as _good

FAILS = "pages_neither_repeat_nor_skip"
SAYS = "all pages by name, one after the other"


def search(conn: sqlite3.Connection, **asked: Any) -> Page[Product]:
    """Skip as many pages as rows were meant."""
    asked["offset"] = asked.get("offset", 0) * asked.get("limit", 20)
    return _good(conn, **asked)
