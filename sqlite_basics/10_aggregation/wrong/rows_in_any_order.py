"""Thinks that rows across equal values come by name."""

from solution import *

FAILS = "equal_values_have_own_totals"
SAYS = "then by name"


def running_value(conn: sqlite3.Connection) -> list[tuple[str, int]]:
    """Leave the order of equal values to the database."""
    query = """
        SELECT name, sum(value) OVER (ORDER BY value DESC ROWS UNBOUNDED PRECEDING)
        FROM (SELECT id, name, coalesce(price_cents * quantity, 0) AS value FROM products)
        ORDER BY value DESC
    """
    with conn:
        return [(name, total) for name, total in conn.execute(query)]
