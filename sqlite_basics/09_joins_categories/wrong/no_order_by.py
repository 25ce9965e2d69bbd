"""Thinks that rows come in the order of their ids."""

from solution import *

FAILS = "one_select_lists_all"
SAYS = "ordered by the product's id"


def products_with_category(
    conn: sqlite3.Connection, *, visible_only: bool = False
) -> list[ProductView]:
    """Leave the order to the database."""
    query = """
        SELECT p.id, p.name, c.name,
            (SELECT count(*) FROM product_tags WHERE product_id = p.id)
        FROM products AS p
        LEFT JOIN categories AS c ON c.id = p.category_id
        WHERE NOT :visible_only OR c.hidden IS NOT 1
    """
    with conn:
        rows = conn.execute(query, {"visible_only": visible_only}).fetchall()
    return [ProductView(*row) for row in rows]
