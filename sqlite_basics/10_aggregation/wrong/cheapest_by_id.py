"""Thinks that the first of several equal rows is the one with the lowest id."""

from solution import *

FAILS = "the_cheapest_has_a_name"
SAYS = "which of several equal rows a query takes is chance"


def category_stats(conn: sqlite3.Connection) -> list[CategoryStats]:
    """Order equal prices by id."""
    query = """
        SELECT
            c.name,
            count(p.id),
            coalesce(sum(p.quantity), 0),
            coalesce(sum(p.price_cents * p.quantity), 0),
            avg(p.price_cents),
            (
                SELECT name FROM products
                WHERE category_id = c.id AND price_cents IS NOT NULL
                ORDER BY price_cents, id
                LIMIT 1
            )
        FROM categories AS c
        LEFT JOIN products AS p ON p.category_id = c.id
        GROUP BY c.id
        ORDER BY c.id
    """
    with conn:
        return [CategoryStats(*row) for row in conn.execute(query)]
