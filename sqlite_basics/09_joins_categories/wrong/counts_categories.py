"""Thinks that the last statement's row count is the answer."""

from solution import *

FAILS = "products_move_before_the_delete"
SAYS = "where it moved"


def delete_category(
    conn: sqlite3.Connection, category_id: int, *, reassign_to: int | None = None
) -> int:
    """Return how many categories were deleted."""
    with conn:
        conn.execute(
            "UPDATE products SET category_id = ? WHERE category_id = ?", (reassign_to, category_id)
        )
        deleted = conn.execute("DELETE FROM categories WHERE id = ?", (category_id,))
        if deleted.rowcount == 0:
            raise UnknownCategory(category_id)
    return deleted.rowcount
