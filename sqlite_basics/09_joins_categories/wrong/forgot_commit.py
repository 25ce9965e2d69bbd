"""Thinks that a delete is saved because the program itself sees it."""

from solution import *

FAILS = "products_move_before_the_delete"
SAYS = "a change is private to its connection"


def delete_category(
    conn: sqlite3.Connection, category_id: int, *, reassign_to: int | None = None
) -> int:
    """Change both, and commit nothing."""
    moved = conn.execute(
        "UPDATE products SET category_id = ? WHERE category_id = ?", (reassign_to, category_id)
    )
    deleted = conn.execute("DELETE FROM categories WHERE id = ?", (category_id,))
    if deleted.rowcount == 0:
        conn.rollback()
        raise UnknownCategory(category_id)
    return moved.rowcount
