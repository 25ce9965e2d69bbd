"""Thinks that the average price is the value by the pieces."""

from solution import *

FAILS = "an_average_is_exact"
SAYS = "one like the other"


def category_stats(conn: sqlite3.Connection) -> list[CategoryStats]:
    """Let a product with many pieces count more."""
    query = """
        SELECT
            c.name,
            count(p.id),
            coalesce(sum(p.quantity), 0),
            coalesce(sum(p.price_cents * p.quantity), 0),
            sum(p.price_cents * p.quantity) * 1.0 / sum(p.quantity),
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
