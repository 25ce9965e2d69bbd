"""Thinks that OVER () runs along the rows."""

from solution import *

FAILS = "values_add_up"
SAYS = "each with the sum so far"


def running_value(conn: sqlite3.Connection) -> list[tuple[str, int]]:
    """Give each row the sum of all."""
    query = """
        SELECT name, sum(value) OVER ()
        FROM (SELECT id, name, coalesce(price_cents * quantity, 0) AS value FROM products)
        ORDER BY value DESC, name, id
    """
    with conn:
        return [(name, total) for name, total in conn.execute(query)]
