"""Thinks that % is the only wildcard of LIKE."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]

FAILS = "wildcards_are_ordinary_letters"
SAYS = "search(text='a_b')"


def search(
    conn: sqlite3.Connection,
    *,
    sort: str = "name",
    descending: bool = False,
    limit: int = 20,
    offset: int = 0,
    **filters: Any,
) -> Page[Product]:
    """Forget the underscore."""
    value = filters.pop("text", None)
    conditions = conditions_for(**filters)
    if value is not None:
        pattern = value.casefold().replace("\\", "\\\\").replace("%", "\\%")
        conditions.append((r"casefold(p.name) LIKE ? ESCAPE '\'", f"%{pattern}%"))
    return fetch_page(conn, conditions, order_by(sort, descending), limit, offset)
