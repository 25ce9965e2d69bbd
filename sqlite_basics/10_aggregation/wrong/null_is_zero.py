"""Thinks that an unknown price is a price of 0."""

from solution import *

FAILS = "an_average_is_exact"
SAYS = "have the averages 0.0 and 0.0"


def category_stats(conn: sqlite3.Connection) -> list[CategoryStats]:
    """Average over prices that nobody has set."""
    query = """
        SELECT
            c.name,
            count(p.id),
            coalesce(sum(p.quantity), 0),
            coalesce(sum(p.price_cents * p.quantity), 0),
            avg(coalesce(p.price_cents, 0)),
            (
                SELECT name FROM products
                WHERE category_id = c.id AND price_cents IS NOT NULL
                ORDER BY price_cents, name
                LIMIT 1
            )
        FROM categories AS c
        LEFT JOIN products AS p ON p.category_id = c.id
        GROUP BY c.id
        ORDER BY c.id
    """
    with conn:
        return [CategoryStats(*row) for row in conn.execute(query)]
