"""Thinks that one SELECT can only sum up one group."""

from solution import *

FAILS = "one_select_sums_up_all"
SAYS = "for 500 products in 5 categories"


def category_stats(conn: sqlite3.Connection) -> list[CategoryStats]:
    """Ask for each category by itself."""
    result: list[CategoryStats] = []
    with conn:
        for category_id, name in conn.execute("SELECT id, name FROM categories ORDER BY id"):
            figures = conn.execute(
                "SELECT count(*), coalesce(sum(quantity), 0),"
                " coalesce(sum(price_cents * quantity), 0), avg(price_cents)"
                " FROM products WHERE category_id = ?",
                (category_id,),
            ).fetchone()
            cheapest = conn.execute(
                "SELECT name FROM products WHERE category_id = ? AND price_cents IS NOT NULL"
                " ORDER BY price_cents, name",
                (category_id,),
            ).fetchone()
            result.append(CategoryStats(name, *figures, cheapest=cheapest and cheapest[0]))
    return result
