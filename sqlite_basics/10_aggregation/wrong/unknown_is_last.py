"""Thinks that NULL and 0 sort alike."""

from solution import *

FAILS = "values_add_up"
SAYS = "a product without a price has the value 0"


def running_value(conn: sqlite3.Connection) -> list[tuple[str, int]]:
    """Let NULL stay NULL."""
    query = """
        SELECT name, sum(value) OVER (ORDER BY value DESC, name, id ROWS UNBOUNDED PRECEDING)
        FROM (SELECT id, name, price_cents * quantity AS value FROM products)
        ORDER BY value DESC, name, id
    """
    with conn:
        return [(name, total) for name, total in conn.execute(query)]
