"""Thinks that an empty list is no filter."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import search as _good

FAILS = "no_ids_no_products"
SAYS = "none of no ids is none, not all"


def search(conn: sqlite3.Connection, **asked: Any) -> Page[Product]:
    """Nothing was chosen, and everything is found."""
    asked["ids"] = asked.get("ids") or None
    return _good(conn, **asked)
