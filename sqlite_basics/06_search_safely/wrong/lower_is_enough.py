"""Thinks that lower() of SQLite knows every alphabet."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]

FAILS = "capitals_beyond_a_to_z"
SAYS = "SQLite knows the capitals of A to Z only"


def search(
    conn: sqlite3.Connection,
    *,
    sort: str = "name",
    descending: bool = False,
    limit: int = 20,
    offset: int = 0,
    **filters: Any,
) -> Page[Product]:
    """Fold A to Z only."""
    value = filters.pop("text", None)
    conditions = conditions_for(**filters)
    if value is not None:
        conditions.append(("instr(lower(p.name), lower(?)) > 0", value))
    return fetch_page(conn, conditions, order_by(sort, descending), limit, offset)
