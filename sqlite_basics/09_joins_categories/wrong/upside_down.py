"""Thinks that a recursive query starts at the top."""

from solution import *

FAILS = "a_path_leads_from_the_top"
SAYS = "from the top down to itself"


def category_path(conn: sqlite3.Connection, category_id: int) -> list[str]:
    """Start with the category, and stay in that order."""
    query = """
        WITH RECURSIVE up (name, parent_id, steps) AS (
            SELECT name, parent_id, 1 FROM categories WHERE id = ?
            UNION ALL
            SELECT c.name, c.parent_id, up.steps + 1
            FROM up JOIN categories AS c ON c.id = up.parent_id
            WHERE up.steps <= (SELECT count(*) FROM categories)
        )
        SELECT name, parent_id FROM up ORDER BY steps
    """
    with conn:
        rows = conn.execute(query, (category_id,)).fetchall()
    if not rows:
        raise UnknownCategory(category_id)
    if rows[-1][1] is not None:
        raise CategoryCycle(category_id)
    return [row[0] for row in rows]
