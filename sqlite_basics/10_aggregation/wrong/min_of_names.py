"""Thinks that min(name) belongs to min(price)."""

from solution import *

FAILS = "the_cheapest_has_a_name"
SAYS = "the cheapest tea is Aaa, which has no price"


def category_stats(conn: sqlite3.Connection) -> list[CategoryStats]:
    """Take the first name of the group."""
    query = """
        SELECT
            c.name,
            count(p.id),
            coalesce(sum(p.quantity), 0),
            coalesce(sum(p.price_cents * p.quantity), 0),
            avg(p.price_cents),
            min(p.name)
        FROM categories AS c
        LEFT JOIN products AS p ON p.category_id = c.id
        GROUP BY c.id
        ORDER BY c.id
    """
    with conn:
        return [CategoryStats(*row) for row in conn.execute(query)]
