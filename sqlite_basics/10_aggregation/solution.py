"""Figures about the shop: sums, averages, a histogram and a running total."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass

SCHEMA = """
CREATE TABLE categories (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE products (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,
    price_cents INTEGER,
    quantity    INTEGER NOT NULL,
    category_id INTEGER REFERENCES categories (id)
);
"""


@dataclass(frozen=True)
class CategoryStats:
    """What is known about one category."""

    category: str
    products: int
    units: int
    value_cents: int
    avg_cents: float | None
    cheapest: str | None


def category_stats(conn: sqlite3.Connection) -> list[CategoryStats]:
    """Sum up each category, also an empty one, ordered by id."""
    # An empty category is one row with NULL in all columns of p: count(p.id) does not count it.
    # The cheapest product needs a query of its own, for only ORDER BY decides between equals.
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


def price_histogram(conn: sqlite3.Connection, bucket_cents: int) -> list[tuple[int, int]]:
    """Count the products in each range of prices, from 0 to the highest price.

    Raises:
        ValueError: `bucket_cents` is less than 1.
    """
    if bucket_cents < 1:
        raise ValueError(f"a bucket of {bucket_cents} cents holds no price")
    # GROUP BY makes groups of rows that are there. So the buckets are made first.
    query = """
        WITH RECURSIVE
            highest (price) AS (SELECT max(price_cents) FROM products),
            buckets (start) AS (
                SELECT 0 FROM highest WHERE price IS NOT NULL
                UNION ALL
                SELECT start + :width FROM buckets, highest WHERE start + :width <= price
            )
        SELECT start, count(p.id)
        FROM buckets
        LEFT JOIN products AS p ON p.price_cents / :width = start / :width
        GROUP BY start
        ORDER BY start
    """
    with conn:
        return [(start, count) for start, count in conn.execute(query, {"width": bucket_cents})]


def running_value(conn: sqlite3.Connection) -> list[tuple[str, int]]:
    """List the products by the value of their stock, with the sum so far."""
    # Without ROWS a window ends after the last row that sorts equal, not at the row itself.
    query = """
        SELECT name, sum(value) OVER (ORDER BY value DESC, name, id ROWS UNBOUNDED PRECEDING)
        FROM (SELECT id, name, coalesce(price_cents * quantity, 0) AS value FROM products)
        ORDER BY value DESC, name, id
    """
    with conn:
        return [(name, total) for name, total in conn.execute(query)]


# ---- run by itself: figures that look right, and the right ones -----------------------------

EXAMPLE = """
INSERT INTO categories VALUES (1, 'Tea'), (2, 'Coffee'), (3, 'Honey');
INSERT INTO products (id, name, price_cents, quantity, category_id) VALUES
    (1, 'Sencha', 450, 4, 1), (2, 'Earl Grey', 450, 4, 1), (3, 'Assam', 451, 1, 1),
    (4, 'Matcha', NULL, 2, 1), (5, 'Espresso', 1990, 3, 2);
"""


def main() -> None:
    """Ask in the naive way and in the right way, and print what came back."""
    with closing(sqlite3.connect(":memory:", autocommit=False)) as conn:
        conn.executescript(SCHEMA + EXAMPLE)
        conn.commit()
        tea = "Sencha 450, Earl Grey 450, Assam 451, and Matcha, which has no price yet"
        print(f"Tea: {tea}. Honey: nothing.")

        def tuples(query: str) -> list[tuple[object, ...]]:
            """What a query gives."""
            return [tuple(row) for row in conn.execute(query)]

        print("\nHoney, which has no products")
        honey = "FROM categories AS c LEFT JOIN products AS p ON category_id = c.id WHERE c.id = 3"
        print("  count(*) and sum(quantity):", *tuples(f"SELECT count(*), sum(quantity) {honey}"))
        stats = category_stats(conn)
        print("  category_stats:            ", (stats[2].products, stats[2].units))

        print("\nThe average price of tea")
        cents = "FROM products WHERE category_id = 1"
        for figure in (
            "sum(price_cents) / count(*)",
            "sum(price_cents) / count(price_cents)",
            "avg(coalesce(price_cents, 0))",
        ):
            print(f"  {figure + ':':39}", tuples(f"SELECT {figure} {cents}")[0][0])
        print(f"  {'category_stats:':39}", stats[0].avg_cents)

        print("\nThe cheapest tea")
        print("  name, min(price_cents): ", *tuples(f"SELECT name, min(price_cents) {cents}"))
        print("  ORDER BY price_cents:   ", *tuples(f"SELECT name {cents} ORDER BY price_cents"))
        print("  category_stats:         ", stats[0].cheapest)

        print("\nPrices in steps of 500")
        grouped = "SELECT price_cents / 500 * 500, count(*) FROM products GROUP BY 1"
        print("  GROUP BY:        ", *tuples(grouped))
        print("  price_histogram: ", *price_histogram(conn, 500))

        print("\nThe value of the stock, added up")
        window = "sum(price_cents * quantity) OVER (ORDER BY price_cents * quantity DESC)"
        print("  OVER (ORDER BY …):", *tuples(f"SELECT name, {window} FROM products"))
        print("  running_value:    ", *running_value(conn))


if __name__ == "__main__":
    main()
