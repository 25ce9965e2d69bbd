"""Thinks that a name that comes twice on the way up is a circle."""

from solution import *

FAILS = "a_path_leads_from_the_top"
SAYS = "category_path(conn, 8) raised CategoryCycle, and its way up ends at a top"


def category_path(conn: sqlite3.Connection, category_id: int) -> list[str]:
    """Compare names in place of ids."""
    query = """
        WITH RECURSIVE up (name, parent_id, steps) AS (
            SELECT name, parent_id, 1 FROM categories WHERE id = ?
            UNION ALL
            SELECT c.name, c.parent_id, up.steps + 1
            FROM up JOIN categories AS c ON c.id = up.parent_id
            WHERE up.steps <= (SELECT count(*) FROM categories)
        )
        SELECT name FROM up ORDER BY steps DESC
    """
    with conn:
        names = [name for (name,) in conn.execute(query, (category_id,))]
    if not names:
        raise UnknownCategory(category_id)
    if len(set(names)) < len(names):
        raise CategoryCycle(category_id)
    return names
