"""Thinks that a join gives one row for each row of the first table."""

from solution import *

FAILS = "each_product_comes_once"
SAYS = "was listed 3 times"


def products_with_category(
    conn: sqlite3.Connection, *, visible_only: bool = False
) -> list[ProductView]:
    """One row for each tag."""
    query = """
        SELECT p.id, p.name, c.name, t.tag IS NOT NULL
        FROM products AS p
        LEFT JOIN categories AS c ON c.id = p.category_id
        LEFT JOIN product_tags AS t ON t.product_id = p.id
        WHERE NOT :visible_only OR c.hidden IS NOT 1
        ORDER BY p.id
    """
    with conn:
        rows = conn.execute(query, {"visible_only": visible_only}).fetchall()
    return [ProductView(*row) for row in rows]
