"""Thinks that NOT IN ignores NULL."""

from solution import *

FAILS = "a_null_hides_no_category"
SAYS = "whether an id is among values of which one is unknown"


def categories_without_products(conn: sqlite3.Connection) -> list[str]:
    """One NULL in the list, and nothing is “not in” it."""
    query = """
        SELECT name FROM categories
        WHERE id NOT IN (SELECT category_id FROM products)
        ORDER BY name
    """
    with conn:
        return [name for (name,) in conn.execute(query)]
