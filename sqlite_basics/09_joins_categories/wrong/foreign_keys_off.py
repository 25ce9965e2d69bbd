"""Thinks that foreign keys are in the way."""

from solution import *

FAILS = "a_refused_delete_changes_nothing"
SAYS = "has switched off the foreign keys"


def delete_category(
    conn: sqlite3.Connection, category_id: int, *, reassign_to: int | None = None
) -> int:
    """Switch the rules off for the change."""
    conn.autocommit = True
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.autocommit = False
    with conn:
        moved = conn.execute(
            "UPDATE products SET category_id = ? WHERE category_id = ?", (reassign_to, category_id)
        )
        deleted = conn.execute("DELETE FROM categories WHERE id = ?", (category_id,))
        if deleted.rowcount == 0:
            raise UnknownCategory(category_id)
    conn.autocommit = True
    conn.execute("PRAGMA foreign_keys = ON")
    conn.autocommit = False
    return moved.rowcount
