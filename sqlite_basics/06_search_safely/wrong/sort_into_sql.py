"""Thinks that the order of rows is no value, so it may come from outside."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]

FAILS = "an_unknown_order_is_refused"
SAYS = "it got into the SQL"


def search(
    conn: sqlite3.Connection,
    *,
    sort: str = "name",
    descending: bool = False,
    limit: int = 20,
    offset: int = 0,
    **filters: Any,
) -> Page[Product]:
    """Whoever chooses the order writes SQL."""
    order = f"{ORDERS.get(sort, sort)} {'DESC' if descending else 'ASC'}, p.id"
    return fetch_page(conn, conditions_for(**filters), order, limit, offset)
