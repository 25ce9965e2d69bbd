"""Thinks that a tree has two levels."""

from solution import *

FAILS = "a_path_leads_from_the_top"
SAYS = "from the top down to itself"


def category_path(conn: sqlite3.Connection, category_id: int) -> list[str]:
    """Join the category with its parent, once."""
    with conn:
        row = conn.execute(
            "SELECT p.name AS above, c.name FROM categories AS c"
            " LEFT JOIN categories AS p ON p.id = c.parent_id WHERE c.id = ?",
            (category_id,),
        ).fetchone()
    if row is None:
        raise UnknownCategory(category_id)
    return [name for name in row if name is not None]
