"""Thinks that ORDER BY starts with the highest."""

from solution import *

FAILS = "values_add_up"
SAYS = "the highest value first"


def running_value(conn: sqlite3.Connection) -> list[tuple[str, int]]:
    """Forget DESC."""
    query = """
        SELECT name, sum(value) OVER (ORDER BY value, name, id ROWS UNBOUNDED PRECEDING)
        FROM (SELECT id, name, coalesce(price_cents * quantity, 0) AS value FROM products)
        ORDER BY value, name, id
    """
    with conn:
        return [(name, total) for name, total in conn.execute(query)]
