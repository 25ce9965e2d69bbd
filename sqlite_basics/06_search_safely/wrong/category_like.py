"""Thinks that LIKE is an = that ignores capitals."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]

FAILS = "prices_and_categories_filter"
SAYS = "search(category='TOOLS')"


def search(
    conn: sqlite3.Connection,
    *,
    sort: str = "name",
    descending: bool = False,
    limit: int = 20,
    offset: int = 0,
    **filters: Any,
) -> Page[Product]:
    """A category of another spelling is found, too."""
    value = filters.pop("category", None)
    conditions = conditions_for(**filters)
    if value is not None:
        conditions.append(("c.name LIKE ?", value))
    return fetch_page(conn, conditions, order_by(sort, descending), limit, offset)
