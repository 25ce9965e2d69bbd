"""Thinks that an exception takes back what was not committed."""

from solution import *

FAILS = "a_refused_delete_changes_nothing"
SAYS = "its changes were still in the open transaction of your connection"


def delete_category(
    conn: sqlite3.Connection, category_id: int, *, reassign_to: int | None = None
) -> int:
    """Leave the move in the open transaction, where the next commit saves it."""
    moved = conn.execute(
        "UPDATE products SET category_id = ? WHERE category_id = ?", (reassign_to, category_id)
    )
    deleted = conn.execute("DELETE FROM categories WHERE id = ?", (category_id,))
    if deleted.rowcount == 0:
        raise UnknownCategory(category_id)
    conn.commit()
    return moved.rowcount
