"""Thinks that two saved steps are as good as one."""

from solution import *

FAILS = "a_refused_delete_changes_nothing"
SAYS = "the move and the delete are one transaction"


def delete_category(
    conn: sqlite3.Connection, category_id: int, *, reassign_to: int | None = None
) -> int:
    """Save the move before the delete is tried."""
    with conn:
        moved = conn.execute(
            "UPDATE products SET category_id = ? WHERE category_id = ?", (reassign_to, category_id)
        )
    with conn:
        deleted = conn.execute("DELETE FROM categories WHERE id = ?", (category_id,))
    if not deleted.rowcount:
        raise UnknownCategory(category_id)
    return moved.rowcount
