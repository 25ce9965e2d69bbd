"""Thinks that a path that is longer than usual is a circle."""

from solution import *

FAILS = "a_path_leads_from_the_top"
SAYS = "category_path(conn, 1599) raised CategoryCycle, and its way up ends at a top"


def category_path(conn: sqlite3.Connection, category_id: int) -> list[str]:
    """Give up after a thousand levels."""
    query = """
        WITH RECURSIVE up (name, parent_id, steps) AS (
            SELECT name, parent_id, 1 FROM categories WHERE id = ?
            UNION ALL
            SELECT c.name, c.parent_id, up.steps + 1
            FROM up JOIN categories AS c ON c.id = up.parent_id
            LIMIT 1000
        )
        SELECT name, parent_id FROM up ORDER BY steps DESC
    """
    with conn:
        rows = conn.execute(query, (category_id,)).fetchall()
    if not rows:
        raise UnknownCategory(category_id)
    if rows[0]["parent_id"] is not None:
        raise CategoryCycle(category_id)
    return [row["name"] for row in rows]
