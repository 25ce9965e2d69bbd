"""Thinks that tables are joined where their ids are equal."""

from solution import *

FAILS = "products_without_a_category_stay"
SAYS = "got 0 rows where 7 are right"


def products_with_category(
    conn: sqlite3.Connection, *, visible_only: bool = False
) -> list[ProductView]:
    """Find no pair at all."""
    query = """
        SELECT p.id, p.name, c.name, count(t.tag)
        FROM products AS p
        JOIN categories AS c ON c.id = p.id
        LEFT JOIN product_tags AS t ON t.product_id = p.id
        WHERE NOT :visible_only OR c.hidden IS NOT 1
        GROUP BY p.id
        ORDER BY p.id
    """
    with conn:
        rows = conn.execute(query, {"visible_only": visible_only}).fetchall()
    return [ProductView(*row) for row in rows]
