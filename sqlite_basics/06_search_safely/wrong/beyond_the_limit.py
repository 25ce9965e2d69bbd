"""Thinks that the highest price is the first that is too high."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]

FAILS = "prices_and_categories_filter"
SAYS = "max_cents=0"


def search(
    conn: sqlite3.Connection,
    *,
    sort: str = "name",
    descending: bool = False,
    limit: int = 20,
    offset: int = 0,
    **filters: Any,
) -> Page[Product]:
    """Leave out what costs exactly as much."""
    value = filters.pop("max_cents", None)
    conditions = conditions_for(**filters)
    if value is not None:
        conditions.append(("p.price_cents < ?", value))
    return fetch_page(conn, conditions, order_by(sort, descending), limit, offset)
