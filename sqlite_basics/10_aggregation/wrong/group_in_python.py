"""Thinks that the database is only there to hand over rows."""

from itertools import groupby

from solution import *

FAILS = "one_select_sums_up_all"
SAYS = "rows were fetched for 5 categories"


def category_stats(conn: sqlite3.Connection) -> list[CategoryStats]:
    """Fetch every product and add up here."""
    query = """
        SELECT c.id, c.name, p.id AS product_id, p.name AS product, p.price_cents, p.quantity
        FROM categories AS c
        LEFT JOIN products AS p ON p.category_id = c.id
        ORDER BY c.id
    """
    with conn:
        rows = conn.execute(query).fetchall()
    result: list[CategoryStats] = []
    for _, group in groupby(rows, key=lambda row: row["id"]):
        own = list(group)
        products = [row for row in own if row["product_id"] is not None]
        priced = [row for row in products if row["price_cents"] is not None]
        result.append(
            CategoryStats(
                own[0]["name"],
                len(products),
                sum(row["quantity"] for row in products),
                sum(row["price_cents"] * row["quantity"] for row in priced),
                sum(row["price_cents"] for row in priced) / len(priced) if priced else None,
                min(((row["price_cents"], row["product"]) for row in priced), default=(0, None))[1],
            )
        )
    return result
