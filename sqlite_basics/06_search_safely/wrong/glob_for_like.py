"""Thinks that GLOB is the LIKE without surprises."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]

FAILS = "wildcards_are_ordinary_letters"
SAYS = "in the text every character stands for itself"


def search(
    conn: sqlite3.Connection,
    *,
    sort: str = "name",
    descending: bool = False,
    limit: int = 20,
    offset: int = 0,
    **filters: Any,
) -> Page[Product]:
    """It has wildcards of its own: *, ? and [."""
    value = filters.pop("text", None)
    conditions = conditions_for(**filters)
    if value is not None:
        conditions.append(("casefold(p.name) GLOB ?", f"*{value.casefold()}*"))
    return fetch_page(conn, conditions, order_by(sort, descending), limit, offset)
