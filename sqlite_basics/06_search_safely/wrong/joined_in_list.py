"""Thinks that ids are numbers, and numbers cannot do harm."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]

FAILS = "nothing_that_comes_from_outside_is_sql"
SAYS = "a value that is put into the text of a statement"


def search(
    conn: sqlite3.Connection,
    *,
    sort: str = "name",
    descending: bool = False,
    limit: int = 20,
    offset: int = 0,
    **filters: Any,
) -> Page[Product]:
    """Write the ids into the statement."""
    value = filters.pop("ids", None)
    conditions = conditions_for(**filters)
    if value is not None:
        numbers = ", ".join(map(str, value))
        conditions.append((f"p.id IN ({numbers}) AND ?", 1))
    return fetch_page(conn, conditions, order_by(sort, descending), limit, offset)
