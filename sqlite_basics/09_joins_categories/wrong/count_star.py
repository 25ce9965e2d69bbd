"""Thinks that count(*) counts what was joined."""

from solution import *

FAILS = "tags_are_counted"
SAYS = "there is still a row, with NULL as the tag"


def products_with_category(
    conn: sqlite3.Connection, *, visible_only: bool = False
) -> list[ProductView]:
    """Count the row that stands for “no tag”."""
    query = """
        SELECT p.id, p.name, c.name, count(*)
        FROM products AS p
        LEFT JOIN categories AS c ON c.id = p.category_id
        LEFT JOIN product_tags AS t ON t.product_id = p.id
        WHERE NOT :visible_only OR c.hidden IS NOT 1
        GROUP BY p.id
        ORDER BY p.id
    """
    with conn:
        rows = conn.execute(query, {"visible_only": visible_only}).fetchall()
    return [ProductView(*row) for row in rows]
