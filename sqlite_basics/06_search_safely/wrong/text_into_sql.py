"""Thinks that a text between quotes stays a text."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]

FAILS = "nothing_that_comes_from_outside_is_sql"
SAYS = "is read as SQL"


def search(
    conn: sqlite3.Connection,
    *,
    sort: str = "name",
    descending: bool = False,
    limit: int = 20,
    offset: int = 0,
    **filters: Any,
) -> Page[Product]:
    """Put what the visitor wrote into the statement."""
    value = filters.pop("text", None)
    conditions = conditions_for(**filters)
    if value is not None:
        conditions.append((f"instr(casefold(p.name), '{value.casefold()}') > ?", 0))
    return fetch_page(conn, conditions, order_by(sort, descending), limit, offset)
