"""Thinks that what is below a hidden category is hidden with it."""

from solution import *

FAILS = "a_filter_keeps_those_without_a_category"
SAYS = "product 18 is missing with visible_only, and no other: its own category is not hidden"


def products_with_category(
    conn: sqlite3.Connection, *, visible_only: bool = False
) -> list[ProductView]:
    """Walk down from the hidden categories, and leave out all that is met."""
    query = """
        WITH RECURSIVE unseen (id) AS (
            SELECT id FROM categories WHERE hidden = 1
            UNION
            SELECT c.id FROM unseen JOIN categories AS c ON c.parent_id = unseen.id
        )
        SELECT p.id, p.name, c.name, count(t.tag)
        FROM products AS p
        LEFT JOIN categories AS c ON c.id = p.category_id
        LEFT JOIN product_tags AS t ON t.product_id = p.id
        WHERE NOT :visible_only OR NOT EXISTS (SELECT 1 FROM unseen WHERE id = p.category_id)
        GROUP BY p.id
        ORDER BY p.id
    """
    with conn:
        rows = conn.execute(query, {"visible_only": visible_only}).fetchall()
    return [ProductView(*row) for row in rows]
