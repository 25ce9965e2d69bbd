"""Thinks that a category comes from a list, and so cannot be harmful."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]

FAILS = "prices_and_categories_filter"
SAYS = "raised OperationalError"


def search(
    conn: sqlite3.Connection,
    *,
    sort: str = "name",
    descending: bool = False,
    limit: int = 20,
    offset: int = 0,
    **filters: Any,
) -> Page[Product]:
    """Visitors can send what is not on the list."""
    value = filters.pop("category", None)
    conditions = conditions_for(**filters)
    if value is not None:
        conditions.append((f"c.name = '{value}' AND ?", 1))
    return fetch_page(conn, conditions, order_by(sort, descending), limit, offset)
