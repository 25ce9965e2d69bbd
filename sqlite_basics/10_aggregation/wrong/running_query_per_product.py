"""Thinks that a running total needs a query for each row."""

from solution import *

FAILS = "values_add_up"
SAYS = "for 5 products"


def running_value(conn: sqlite3.Connection) -> list[tuple[str, int]]:
    """Ask for each sum by itself."""
    select = "SELECT name, coalesce(price_cents * quantity, 0) FROM products"
    order = " ORDER BY coalesce(price_cents * quantity, 0) DESC, name, id"
    result: list[tuple[str, int]] = []
    with conn:
        for number, (name, _) in enumerate(conn.execute(select + order).fetchall(), start=1):
            rows = conn.execute(f"{select}{order} LIMIT ?", (number,)).fetchall()
            result.append((name, sum(value for _, value in rows)))
    return result
