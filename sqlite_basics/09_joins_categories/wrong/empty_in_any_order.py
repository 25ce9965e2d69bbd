"""Thinks that rows come in alphabetical order."""

from solution import *

FAILS = "empty_categories_are_found"
SAYS = "the empty categories by name"


def categories_without_products(conn: sqlite3.Connection) -> list[str]:
    """Leave the order to the database."""
    query = """
        SELECT name FROM categories AS c
        WHERE NOT EXISTS (SELECT 1 FROM products WHERE category_id = c.id)
    """
    with conn:
        return [name for (name,) in conn.execute(query)]
