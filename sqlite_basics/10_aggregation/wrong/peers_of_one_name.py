"""Thinks that names make every row different."""

from solution import *

FAILS = "equal_values_have_own_totals"
SAYS = "two products called Tea"


def running_value(conn: sqlite3.Connection) -> list[tuple[str, int]]:
    """Order the window by value and name."""
    query = """
        SELECT name, sum(value) OVER (ORDER BY value DESC, name)
        FROM (SELECT id, name, coalesce(price_cents * quantity, 0) AS value FROM products)
        ORDER BY value DESC, name, id
    """
    with conn:
        return [(name, total) for name, total in conn.execute(query)]
