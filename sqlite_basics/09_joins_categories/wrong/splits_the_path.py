"""Thinks that a sign between names is in no name."""

from solution import *

FAILS = "a_path_leads_from_the_top"
SAYS = "category 51, from the top down to itself"


def category_path(conn: sqlite3.Connection, category_id: int) -> list[str]:
    """Join the names in SQL to one text, and take it apart again."""
    query = """
        WITH RECURSIVE up (path, parent_id, steps) AS (
            SELECT name, parent_id, 1 FROM categories WHERE id = ?
            UNION ALL
            SELECT c.name || '/' || up.path, c.parent_id, up.steps + 1
            FROM up JOIN categories AS c ON c.id = up.parent_id
            WHERE up.steps <= (SELECT count(*) FROM categories)
        )
        SELECT path, parent_id FROM up ORDER BY steps DESC LIMIT 1
    """
    with conn:
        row = conn.execute(query, (category_id,)).fetchone()
    if row is None:
        raise UnknownCategory(category_id)
    path, above = row
    if above is not None:
        raise CategoryCycle(category_id)
    return path.split("/")
