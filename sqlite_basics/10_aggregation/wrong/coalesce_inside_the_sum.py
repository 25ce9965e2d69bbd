"""Thinks that a NULL inside SUM is the trouble."""

from solution import *

FAILS = "a_sum_of_nothing_is_0"
SAYS = "pieces in stock"


def category_stats(conn: sqlite3.Connection) -> list[CategoryStats]:
    """Take every unknown price for 1."""
    query = """
        SELECT
            c.name,
            count(p.id),
            coalesce(sum(p.quantity), 0),
            sum(coalesce(p.price_cents, 1) * coalesce(p.quantity, 0)),
            avg(p.price_cents),
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
