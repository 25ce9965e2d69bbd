"""Thinks that what was checked first cannot go wrong later."""

from solution import *

FAILS = "a_killed_delete_is_none"
SAYS = "the move and the delete are one transaction"


def delete_category(
    conn: sqlite3.Connection, category_id: int, *, reassign_to: int | None = None
) -> int:
    """Ask for every obstacle, then save the move and the delete one after the other."""
    with conn:
        count = "SELECT count(*) FROM categories WHERE "
        if not conn.execute(count + "id = ?", (category_id,)).fetchone()[0]:
            raise UnknownCategory(category_id)
        if conn.execute(count + "parent_id = ?", (category_id,)).fetchone()[0]:
            raise sqlite3.IntegrityError("there are categories below")
    with conn:
        moved = conn.execute(
            "UPDATE products SET category_id = ? WHERE category_id = ?", (reassign_to, category_id)
        )
    with conn:
        conn.execute("DELETE FROM categories WHERE id = ?", (category_id,))
    return moved.rowcount
