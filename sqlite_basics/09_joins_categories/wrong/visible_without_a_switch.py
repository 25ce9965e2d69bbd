"""Thinks that nobody wants to see hidden products."""

from solution import *

FAILS = "products_without_a_category_stay"
SAYS = "got 6 rows where 7 are right"


def products_with_category(
    conn: sqlite3.Connection, *, visible_only: bool = False
) -> list[ProductView]:
    """Filter always."""
    query = """
        SELECT p.id, p.name, c.name, count(t.tag)
        FROM products AS p
        LEFT JOIN categories AS c ON c.id = p.category_id
        LEFT JOIN product_tags AS t ON t.product_id = p.id
        WHERE c.hidden IS NOT 1
        GROUP BY p.id
        ORDER BY p.id
    """
    with conn:
        rows = conn.execute(query).fetchall()
    return [ProductView(*row) for row in rows]
