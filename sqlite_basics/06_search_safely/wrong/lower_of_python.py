"""Thinks that lower() is what compares texts in whatever case."""

from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]

FAILS = "capitals_beyond_a_to_z"
SAYS = "search(text='strasse')"


def search(
    conn: sqlite3.Connection,
    *,
    sort: str = "name",
    descending: bool = False,
    limit: int = 20,
    offset: int = 0,
    **filters: Any,
) -> Page[Product]:
    """STRASSE and Straße have different small letters."""
    value = filters.pop("text", None)
    conditions = conditions_for(**filters)
    if value is not None:
        conn.create_function("lowered", 1, str.lower, deterministic=True)
        conditions.append(("instr(lowered(p.name), ?) > 0", value.lower()))
    return fetch_page(conn, conditions, order_by(sort, descending), limit, offset)
