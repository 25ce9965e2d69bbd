"""Thinks that a loop around a query costs as much as one query."""

from solution import *

FAILS = "one_select_lists_all"
SAYS = "for 200 products"


def products_with_category(
    conn: sqlite3.Connection, *, visible_only: bool = False
) -> list[ProductView]:
    """Ask for the category and the tags of each product."""
    result: list[ProductView] = []
    with conn:
        rows = conn.execute("SELECT id, name, category_id FROM products ORDER BY id").fetchall()
        for product_id, name, category_id in rows:
            category = conn.execute(
                "SELECT name, hidden FROM categories WHERE id = ?", (category_id,)
            ).fetchone()
            if visible_only and category is not None and category["hidden"]:
                continue
            (tags,) = conn.execute(
                "SELECT count(*) FROM product_tags WHERE product_id = ?", (product_id,)
            ).fetchone()
            result.append(ProductView(product_id, name, category and category["name"], tags))
    return result
