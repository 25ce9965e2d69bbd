"""Thinks that a placeholder can stand for the name of a column."""

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
    """Sort by a constant, which is what the placeholder stands for."""
    order_by(sort, descending)
    order = f"'{sort}' {'DESC' if descending else 'ASC'}, p.id"
    return fetch_page(conn, conditions_for(**filters), order, limit, offset)
