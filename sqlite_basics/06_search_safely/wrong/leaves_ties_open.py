"""Thinks that an order by price is an order."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]

FAILS = "sorted_as_asked"
SAYS = "among equal ones the ids are not in order"


def search(
    conn: sqlite3.Connection,
    *,
    sort: str = "name",
    descending: bool = False,
    limit: int = 20,
    offset: int = 0,
    **filters: Any,
) -> Page[Product]:
    """Products with the same price come as it happens."""
    order = order_by(sort, descending).removesuffix(", p.id")
    return fetch_page(conn, conditions_for(**filters), order, limit, offset)
