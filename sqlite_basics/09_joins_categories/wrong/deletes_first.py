"""Thinks that the order of two statements in a transaction does not matter."""

from solution import *

FAILS = "products_move_before_the_delete"
SAYS = "FOREIGN KEY constraint failed"


def delete_category(
    conn: sqlite3.Connection, category_id: int, *, reassign_to: int | None = None
) -> int:
    """Delete a category that products still refer to."""
    with conn:
        deleted = conn.execute("DELETE FROM categories WHERE id = ?", (category_id,))
        if deleted.rowcount == 0:
            raise UnknownCategory(category_id)
        return conn.execute(
            "UPDATE products SET category_id = ? WHERE category_id = ?", (reassign_to, category_id)
        ).rowcount
