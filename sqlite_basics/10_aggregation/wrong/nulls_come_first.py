"""Thinks that NULL sorts after all prices."""

from solution import *

FAILS = "the_cheapest_has_a_name"
SAYS = "the cheapest tea is Aaa, which has no price"


def category_stats(conn: sqlite3.Connection) -> list[CategoryStats]:
    """Take the first by price."""
    query = """
        SELECT
            c.name,
            count(p.id),
            coalesce(sum(p.quantity), 0),
            coalesce(sum(p.price_cents * p.quantity), 0),
            avg(p.price_cents),
            (SELECT name FROM products WHERE category_id = c.id ORDER BY price_cents, name LIMIT 1)
        FROM categories AS c
        LEFT JOIN products AS p ON p.category_id = c.id
        GROUP BY c.id
        ORDER BY c.id
    """
    with conn:
        return [CategoryStats(*row) for row in conn.execute(query)]
