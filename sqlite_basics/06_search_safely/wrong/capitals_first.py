"""Thinks that sorting by name is ORDER BY name."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]

FAILS = "sorted_as_asked"
SAYS = "that is not the order that was asked for"


def search(
    conn: sqlite3.Connection,
    *,
    sort: str = "name",
    descending: bool = False,
    limit: int = 20,
    offset: int = 0,
    **filters: Any,
) -> Page[Product]:
    """Z comes before a."""
    order = order_by(sort, descending).replace("casefold(p.name)", "p.name")
    return fetch_page(conn, conditions_for(**filters), order, limit, offset)
