"""Thinks that whoever asks for an unknown order is content with any."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import search as _good

FAILS = "an_unknown_order_is_refused"
SAYS = "sort='colour' gave 20 products"


def search(conn: sqlite3.Connection, **asked: Any) -> Page[Product]:
    """A typing error goes unseen."""
    if asked.get("sort") not in ORDERS:
        asked["sort"] = "name"
    return _good(conn, **asked)
