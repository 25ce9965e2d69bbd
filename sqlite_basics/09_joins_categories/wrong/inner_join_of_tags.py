"""Thinks that every product has a tag."""

from solution import *

FAILS = "products_without_a_category_stay"
SAYS = "products in no category are missing"


def products_with_category(
    conn: sqlite3.Connection, *, visible_only: bool = False
) -> list[ProductView]:
    """Lose the products without tags."""
    query = """
        SELECT p.id, p.name, c.name, count(t.tag)
        FROM products AS p
        LEFT JOIN categories AS c ON c.id = p.category_id
        JOIN product_tags AS t ON t.product_id = p.id
        WHERE NOT :visible_only OR c.hidden IS NOT 1
        GROUP BY p.id
        ORDER BY p.id
    """
    with conn:
        rows = conn.execute(query, {"visible_only": visible_only}).fetchall()
    return [ProductView(*row) for row in rows]
