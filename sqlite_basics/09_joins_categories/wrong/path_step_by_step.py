"""Thinks that a tree needs a query for each level."""

from solution import *

FAILS = "a_path_leads_from_the_top"
SAYS = "for a path of"


def category_path(conn: sqlite3.Connection, category_id: int) -> list[str]:
    """Go up one level with each SELECT."""
    path: list[str] = []
    seen: set[int] = set()
    above: int | None = category_id
    while above is not None:
        if above in seen:
            raise CategoryCycle(category_id)
        seen.add(above)
        with conn:
            row = conn.execute(
                "SELECT name, parent_id FROM categories WHERE id = ?", (above,)
            ).fetchone()
        if row is None:
            raise UnknownCategory(category_id)
        path.insert(0, row["name"])
        above = row["parent_id"]
    return path
