"""Thinks that one UPDATE changes one row."""

from solution import *

FAILS = "products_move_before_the_delete"
SAYS = "3 UPDATEs were sent to move 3 products"


def delete_category(
    conn: sqlite3.Connection, category_id: int, *, reassign_to: int | None = None
) -> int:
    """Ask for the products, and move one after the other."""
    with conn:
        rows = conn.execute(
            "SELECT id FROM products WHERE category_id = ?", (category_id,)
        ).fetchall()
        for (product_id,) in rows:
            conn.execute(
                "UPDATE products SET category_id = ? WHERE id = ?", (reassign_to, product_id)
            )
        deleted = conn.execute("DELETE FROM categories WHERE id = ?", (category_id,))
        if deleted.rowcount == 0:
            raise UnknownCategory(category_id)
    return len(rows)
