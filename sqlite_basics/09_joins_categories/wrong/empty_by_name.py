"""Thinks that a name says which category is meant."""

from solution import *

FAILS = "empty_categories_are_found"
SAYS = "a name does not say which category is meant"


def categories_without_products(conn: sqlite3.Connection) -> list[str]:
    """An empty “Tea” hides behind another one."""
    query = """
        SELECT name FROM categories
        WHERE name NOT IN (
            SELECT c.name FROM products AS p JOIN categories AS c ON c.id = p.category_id
        )
        ORDER BY name
    """
    with conn:
        return [name for (name,) in conn.execute(query)]
