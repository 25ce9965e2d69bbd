"""Subqueries in place of joins and groups; a path of text that remembers where it has been."""

import json
import sqlite3

from solution import CategoryCycle, ProductView, UnknownCategory


def products_with_category(
    conn: sqlite3.Connection, *, visible_only: bool = False
) -> list[ProductView]:
    """Ask for each column by a subquery."""
    query = """
        SELECT id, name,
            (SELECT name FROM categories WHERE id = products.category_id) AS category,
            (SELECT count(*) FROM product_tags WHERE product_id = products.id) AS tags
        FROM products
    """
    if visible_only:
        query += """
        WHERE category_id IS NULL
        OR category_id IN (SELECT id FROM categories WHERE NOT hidden)
        """
    cursor = conn.execute(query + " ORDER BY id")
    return [ProductView(**dict(row)) for row in cursor.fetchall()]


def categories_without_products(conn: sqlite3.Connection) -> list[str]:
    """NOT IN, without the NULLs."""
    cursor = conn.execute(
        "SELECT name FROM categories WHERE id NOT IN"
        " (SELECT category_id FROM products WHERE category_id IS NOT NULL) ORDER BY name"
    )
    return [row["name"] for row in cursor.fetchall()]


def category_path(conn: sqlite3.Connection, category_id: int) -> list[str]:
    """Collect the names on the way up, and stop at an id that is in the list already."""
    rows = conn.execute(
        """
        WITH RECURSIVE up AS (
            SELECT parent_id, json_array(id) AS ids, json_array(name) AS names, 0 AS circle
            FROM categories WHERE id = :id
            UNION ALL
            SELECT c.parent_id, json_insert(up.ids, '$[#]', c.id),
                json_insert(up.names, '$[#]', c.name),
                c.id IN (SELECT value FROM json_each(up.ids))
            FROM up JOIN categories c ON c.id = up.parent_id
            WHERE NOT up.circle
        )
        SELECT names, circle FROM up ORDER BY json_array_length(ids) DESC LIMIT 1
        """,
        {"id": category_id},
    ).fetchall()
    if not rows:
        raise UnknownCategory(category_id)
    names, circle = rows[0]
    if circle:
        raise CategoryCycle(category_id)
    return json.loads(names)[::-1]


def delete_category(
    conn: sqlite3.Connection, category_id: int, *, reassign_to: int | None = None
) -> int:
    """RETURNING, and explicit ends of the transaction."""
    try:
        moved = conn.execute(
            "UPDATE products SET category_id = :new WHERE category_id = :old RETURNING id",
            {"new": reassign_to, "old": category_id},
        ).fetchall()
        gone = conn.execute(
            "DELETE FROM categories WHERE id = :old RETURNING id", {"old": category_id}
        ).fetchall()
        if not gone:
            raise UnknownCategory(category_id)
    except BaseException:
        conn.rollback()
        raise
    conn.commit()
    return len(moved)
