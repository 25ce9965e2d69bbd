"""Thinks that a subquery knows the group it stands in."""

from solution import *

FAILS = "the_cheapest_has_a_name"
SAYS = "the cheapest tea is ''"


def category_stats(conn: sqlite3.Connection) -> list[CategoryStats]:
    """Search the whole table."""
    query = """
        SELECT
            c.name,
            count(p.id),
            coalesce(sum(p.quantity), 0),
            coalesce(sum(p.price_cents * p.quantity), 0),
            avg(p.price_cents),
            (
                SELECT name FROM products
                WHERE price_cents IS NOT NULL
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
