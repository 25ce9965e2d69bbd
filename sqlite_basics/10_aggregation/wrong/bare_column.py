"""Thinks that a column beside min() comes from the right row."""

from solution import *

FAILS = "the_cheapest_has_a_name"
SAYS = "which of several equal rows a query takes is chance"


def category_stats(conn: sqlite3.Connection) -> list[CategoryStats]:
    """Take the name from some row with the lowest price."""
    query = """
        SELECT
            c.name,
            count(p.id),
            coalesce(sum(p.quantity), 0),
            coalesce(sum(p.price_cents * p.quantity), 0),
            avg(p.price_cents),
            (
                SELECT name FROM (
                    SELECT name, min(price_cents) AS lowest FROM products
                    WHERE category_id = c.id
                )
                WHERE lowest IS NOT NULL
            )
        FROM categories AS c
        LEFT JOIN products AS p ON p.category_id = c.id
        GROUP BY c.id
        ORDER BY c.id
    """
    with conn:
        return [CategoryStats(*row) for row in conn.execute(query)]
