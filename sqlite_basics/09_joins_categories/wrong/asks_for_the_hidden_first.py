"""Thinks that a filter is a second question, which Python puts together with the first."""

from solution import *

FAILS = "a_filter_keeps_those_without_a_category"
SAYS = "2 statements were sent with visible_only"


def products_with_category(
    conn: sqlite3.Connection, *, visible_only: bool = False
) -> list[ProductView]:
    """Fetch the hidden categories, then all products, and filter here."""
    query = """
        SELECT p.id, p.name, c.name, count(t.tag), c.id
        FROM products AS p
        LEFT JOIN categories AS c ON c.id = p.category_id
        LEFT JOIN product_tags AS t ON t.product_id = p.id
        GROUP BY p.id
        ORDER BY p.id
    """
    hidden: set[int] = set()
    with conn:
        if visible_only:
            hidden = {id_ for (id_,) in conn.execute("SELECT id FROM categories WHERE hidden = 1")}
        rows = conn.execute(query).fetchall()
    return [ProductView(*row) for *row, category_id in rows if category_id not in hidden]
