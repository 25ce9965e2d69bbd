"""Thinks that what is in a category goes with it."""

from solution import *
from solution import delete_category as good_delete

FAILS = "products_move_before_the_delete"
SAYS = "go to"


def delete_category(
    conn: sqlite3.Connection, category_id: int, *, reassign_to: int | None = None
) -> int:
    """Delete the products where they have nowhere to go."""
    if reassign_to is not None:
        return good_delete(conn, category_id, reassign_to=reassign_to)
    with conn:
        conn.execute(
            "DELETE FROM product_tags WHERE product_id IN"
            " (SELECT id FROM products WHERE category_id = ?)",
            (category_id,),
        )
        gone = conn.execute("DELETE FROM products WHERE category_id = ?", (category_id,))
        if conn.execute("DELETE FROM categories WHERE id = ?", (category_id,)).rowcount == 0:
            raise UnknownCategory(category_id)
    return gone.rowcount
