"""Thinks that two categories cannot have the same name."""

from solution import *

FAILS = "a_null_hides_no_category"
SAYS = "also three Teas"


def categories_without_products(conn: sqlite3.Connection) -> list[str]:
    """Take each name once."""
    query = """
        SELECT DISTINCT c.name FROM categories AS c
        LEFT JOIN products AS p ON p.category_id = c.id
        WHERE p.id IS NULL
        ORDER BY c.name
    """
    with conn:
        return [name for (name,) in conn.execute(query)]
