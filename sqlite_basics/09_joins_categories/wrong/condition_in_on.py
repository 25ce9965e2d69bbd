"""Thinks that a condition in ON drops rows of the left table."""

from solution import *

FAILS = "a_filter_keeps_those_without_a_category"
SAYS = "it is to be left out"


def products_with_category(
    conn: sqlite3.Connection, *, visible_only: bool = False
) -> list[ProductView]:
    """The product stays and only loses the name of its category."""
    query = """
        SELECT p.id, p.name, c.name, count(t.tag)
        FROM products AS p
        LEFT JOIN categories AS c ON c.id = p.category_id AND (NOT :visible_only OR c.hidden = 0)
        LEFT JOIN product_tags AS t ON t.product_id = p.id
        WHERE TRUE
        GROUP BY p.id
        ORDER BY p.id
    """
    with conn:
        rows = conn.execute(query, {"visible_only": visible_only}).fetchall()
    return [ProductView(*row) for row in rows]
