"""A subquery for each figure, without GROUP BY and without windows."""

import sqlite3

from solution import CategoryStats


def category_stats(conn: sqlite3.Connection) -> list[CategoryStats]:
    """Six questions for each category, in one SELECT."""
    own = "FROM products AS p WHERE p.category_id = c.id"
    rows = conn.execute(
        f"""
        SELECT name,
            (SELECT count(*) {own}),
            (SELECT coalesce(sum(quantity), 0) {own}),
            (SELECT coalesce(sum(price_cents * quantity), 0) {own}),
            (SELECT avg(price_cents) {own}),
            (SELECT min(p.name) {own} AND price_cents = (SELECT min(price_cents) {own}))
        FROM categories AS c ORDER BY id
        """
    ).fetchall()
    conn.rollback()
    return [CategoryStats(*row) for row in rows]


def price_histogram(conn: sqlite3.Connection, bucket_cents: int) -> list[tuple[int, int]]:
    """Count for each number up to the highest one."""
    if bucket_cents < 1:
        raise ValueError("bucket_cents")
    rows = conn.execute(
        """
        WITH RECURSIVE numbers (n) AS (
            VALUES (0) UNION SELECT n + 1 FROM numbers
            WHERE (n + 1) * :w <= (SELECT max(price_cents) FROM products)
        )
        SELECT n * :w, (SELECT count(*) FROM products
            WHERE price_cents BETWEEN n * :w AND n * :w + :w - 1)
        FROM numbers
        WHERE EXISTS (SELECT 1 FROM products WHERE price_cents IS NOT NULL) ORDER BY n
        """,
        {"w": bucket_cents},
    ).fetchall()
    conn.rollback()
    return [tuple(row) for row in rows]


def running_value(conn: sqlite3.Connection) -> list[tuple[str, int]]:
    """Sum up all rows that do not come later."""
    rows = conn.execute(
        """
        WITH v AS (
            SELECT id, name, coalesce(price_cents * quantity, 0) AS value FROM products
        )
        SELECT name, (
            SELECT sum(value) FROM v AS before
            WHERE (-before.value, before.name, before.id) <= (-v.value, v.name, v.id)
        )
        FROM v ORDER BY -value, name, id
        """
    ).fetchall()
    conn.rollback()
    return [(name, total) for name, total in rows]
