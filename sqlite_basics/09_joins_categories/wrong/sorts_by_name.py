"""Thinks that a list is sorted by name unless something else is said."""

from solution import *

FAILS = "one_select_lists_all"
SAYS = "ordered by the product's id"


def products_with_category(
    conn: sqlite3.Connection, *, visible_only: bool = False
) -> list[ProductView]:
    """Sort by name."""
    query = """
        SELECT p.id, p.name, c.name, count(t.tag)
        FROM products AS p
        LEFT JOIN categories AS c ON c.id = p.category_id
        LEFT JOIN product_tags AS t ON t.product_id = p.id
        WHERE NOT :visible_only OR c.hidden IS NOT 1
        GROUP BY p.id
        ORDER BY p.name
    """
    with conn:
        rows = conn.execute(query, {"visible_only": visible_only}).fetchall()
    return [ProductView(*row) for row in rows]
