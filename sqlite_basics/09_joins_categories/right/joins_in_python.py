"""One SELECT for the rows, and Python for the rest."""

import sqlite3

from solution import CategoryCycle, ProductView, UnknownCategory


def products_with_category(
    conn: sqlite3.Connection, *, visible_only: bool = False
) -> list[ProductView]:
    """One row for each tag, counted here."""
    rows = conn.execute(
        "SELECT p.id, p.name, c.name AS category, c.hidden, t.tag FROM products p"
        " LEFT OUTER JOIN categories c ON p.category_id = c.id"
        " LEFT OUTER JOIN product_tags t ON t.product_id = p.id ORDER BY p.id"
    ).fetchall()
    views: dict[int, ProductView] = {}
    for row in rows:
        if visible_only and row["hidden"]:
            continue
        old = views.get(row["id"])
        tags = (old.tags if old else 0) + (row["tag"] is not None)
        views[row["id"]] = ProductView(row["id"], row["name"], row["category"], tags)
    return list(views.values())


def categories_without_products(conn: sqlite3.Connection) -> list[str]:
    """A LEFT JOIN, of which only the rows without a partner are kept."""
    rows = conn.execute(
        "SELECT c.name FROM categories c LEFT JOIN products p ON p.category_id = c.id"
        " WHERE p.id IS NULL ORDER BY c.name"
    ).fetchall()
    return [row[0] for row in rows]


def category_path(conn: sqlite3.Connection, category_id: int) -> list[str]:
    """Follow a recursive query without a limit, and stop reading at the first id seen twice."""
    cursor = conn.execute(
        "WITH RECURSIVE up(id, name, parent_id) AS ("
        " SELECT id, name, parent_id FROM categories WHERE id = ?"
        " UNION ALL SELECT c.id, c.name, c.parent_id FROM categories c, up"
        " WHERE c.id = up.parent_id) SELECT id, name FROM up",
        (category_id,),
    )
    found: dict[int, str] = {}
    for id_, name in cursor:
        if id_ in found:
            cursor.close()
            raise CategoryCycle(f"{name} is above itself")
        found[id_] = name
    if not found:
        raise UnknownCategory(category_id)
    return list(reversed(found.values()))


def delete_category(
    conn: sqlite3.Connection, category_id: int, *, reassign_to: int | None = None
) -> int:
    """Look first, in the same transaction."""
    with conn:
        if not conn.execute("SELECT 1 FROM categories WHERE id = ?", (category_id,)).fetchone():
            raise UnknownCategory(category_id)
        (moved,) = conn.execute(
            "SELECT count(*) FROM products WHERE category_id = ?", (category_id,)
        ).fetchone()
        conn.execute(
            "UPDATE products SET category_id = ? WHERE category_id = ?", (reassign_to, category_id)
        )
        conn.execute("DELETE FROM categories WHERE id = ?", (category_id,))
    return moved
