"""Thinks that what is higher in a tree has the lower id."""

from solution import *

FAILS = "a_path_leads_from_the_top"
SAYS = "category 9, from the top down to itself, whatever their ids are"


def category_path(conn: sqlite3.Connection, category_id: int) -> list[str]:
    """Sort by the ids."""
    query = """
        WITH RECURSIVE up (id, name, parent_id, steps) AS (
            SELECT id, name, parent_id, 1 FROM categories WHERE id = ?
            UNION ALL
            SELECT c.id, c.name, c.parent_id, up.steps + 1
            FROM up JOIN categories AS c ON c.id = up.parent_id
            WHERE up.steps <= (SELECT count(*) FROM categories)
        )
        SELECT name, parent_id FROM up ORDER BY id
    """
    with conn:
        rows = conn.execute(query, (category_id,)).fetchall()
    if not rows:
        raise UnknownCategory(category_id)
    if all(parent_id is not None for _, parent_id in rows):
        raise CategoryCycle(category_id)
    return [name for name, _ in rows]
