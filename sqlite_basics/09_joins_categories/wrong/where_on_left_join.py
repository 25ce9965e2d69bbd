"""Thinks that a LEFT JOIN keeps its rows whatever WHERE says."""

from solution import *

FAILS = "a_filter_keeps_those_without_a_category"
SAYS = "a comparison with NULL is never true"


def products_with_category(
    conn: sqlite3.Connection, *, visible_only: bool = False
) -> list[ProductView]:
    """Compare with a column that may be NULL."""
    query = """
        SELECT p.id, p.name, c.name, count(t.tag)
        FROM products AS p
        LEFT JOIN categories AS c ON c.id = p.category_id
        LEFT JOIN product_tags AS t ON t.product_id = p.id
        WHERE NOT :visible_only OR c.hidden = 0
        GROUP BY p.id
        ORDER BY p.id
    """
    with conn:
        rows = conn.execute(query, {"visible_only": visible_only}).fetchall()
    return [ProductView(*row) for row in rows]
