"""Thinks that a window ends at the row it is asked for."""

from solution import *

FAILS = "equal_values_have_own_totals"
SAYS = "three products of the value 300 were all given"


def running_value(conn: sqlite3.Connection) -> list[tuple[str, int]]:
    """Order the window by value only."""
    query = """
        SELECT name, sum(value) OVER (ORDER BY value DESC)
        FROM (SELECT id, name, coalesce(price_cents * quantity, 0) AS value FROM products)
        ORDER BY value DESC, name, id
    """
    with conn:
        return [(name, total) for name, total in conn.execute(query)]
