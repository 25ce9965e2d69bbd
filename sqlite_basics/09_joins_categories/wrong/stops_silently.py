"""Thinks that a limit makes the result right."""

from solution import *

FAILS = "a_cycle_ends_with_an_error"
SAYS = "it raises CategoryCycle"


def category_path(conn: sqlite3.Connection, category_id: int) -> list[str]:
    """Cut the way off after two thousand levels."""
    query = """
        WITH RECURSIVE up (name, parent_id, steps) AS (
            SELECT name, parent_id, 1 FROM categories WHERE id = ?
            UNION ALL
            SELECT c.name, c.parent_id, up.steps + 1
            FROM up JOIN categories AS c ON c.id = up.parent_id
            WHERE up.steps < 2000
        )
        SELECT name, parent_id FROM up ORDER BY steps DESC
    """
    with conn:
        rows = conn.execute(query, (category_id,)).fetchall()
    if not rows:
        raise UnknownCategory(category_id)
    return [row[0] for row in rows]
