"""Thinks that a LEFT JOIN from the products finds categories without them."""

from solution import *

FAILS = "empty_categories_are_found"
SAYS = "the empty categories by name"


def categories_without_products(conn: sqlite3.Connection) -> list[str]:
    """Start from the wrong table."""
    query = """
        SELECT c.name FROM products AS p
        LEFT JOIN categories AS c ON c.id = p.category_id
        WHERE p.id IS NULL
        ORDER BY c.name
    """
    with conn:
        return [name for (name,) in conn.execute(query)]
