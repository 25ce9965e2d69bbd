"""Products and their categories: joins, gaps, and a tree."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass

SCHEMA = """
CREATE TABLE categories (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL,
    parent_id INTEGER REFERENCES categories (id),
    hidden    INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE products (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,
    price_cents INTEGER NOT NULL,
    quantity    INTEGER NOT NULL,
    category_id INTEGER REFERENCES categories (id)
);
CREATE TABLE product_tags (
    product_id INTEGER NOT NULL REFERENCES products (id),
    tag        TEXT NOT NULL,
    PRIMARY KEY (product_id, tag)
);
"""


class UnknownCategory(Exception):
    """There is no category with this id."""


class CategoryCycle(Exception):
    """A category is its own ancestor."""


@dataclass(frozen=True)
class ProductView:
    """A product as a list shows it."""

    id: int
    name: str
    category: str | None
    tags: int


def products_with_category(
    conn: sqlite3.Connection, *, visible_only: bool = False
) -> list[ProductView]:
    """List products with the names of their categories: each product once, by id."""
    # A product in no category has NULL for c.hidden. `= 0` would drop it, `IS NOT 1` does not.
    # Each tag makes a row of its own: grouped by product, they are counted.
    query = """
        SELECT p.id, p.name, c.name, count(t.tag)
        FROM products AS p
        LEFT JOIN categories AS c ON c.id = p.category_id
        LEFT JOIN product_tags AS t ON t.product_id = p.id
        WHERE NOT :visible_only OR c.hidden IS NOT 1
        GROUP BY p.id
        ORDER BY p.id
    """
    with conn:
        rows = conn.execute(query, {"visible_only": visible_only}).fetchall()
    return [ProductView(*row) for row in rows]


def categories_without_products(conn: sqlite3.Connection) -> list[str]:
    """List the categories that no product is in."""
    query = """
        SELECT name FROM categories AS c
        WHERE NOT EXISTS (SELECT 1 FROM products WHERE category_id = c.id)
        ORDER BY name
    """
    with conn:
        return [name for (name,) in conn.execute(query)]


def category_path(conn: sqlite3.Connection, category_id: int) -> list[str]:
    """Say where in the tree a category is, from the top down.

    Raises:
        UnknownCategory: There is no such category.
        CategoryCycle: The way up never ends.
    """
    # A way up that is longer than there are categories has met one of them twice.
    query = """
        WITH RECURSIVE up (name, parent_id, steps) AS (
            SELECT name, parent_id, 1 FROM categories WHERE id = ?
            UNION ALL
            SELECT c.name, c.parent_id, up.steps + 1
            FROM up JOIN categories AS c ON c.id = up.parent_id
            WHERE up.steps <= (SELECT count(*) FROM categories)
        )
        SELECT name, parent_id FROM up ORDER BY steps DESC
    """
    with conn:
        rows = conn.execute(query, (category_id,)).fetchall()
    if not rows:
        raise UnknownCategory(category_id)
    (_, above), *_ = rows
    if above is not None:
        raise CategoryCycle(category_id)
    return [name for name, _ in rows]


def delete_category(
    conn: sqlite3.Connection, category_id: int, *, reassign_to: int | None = None
) -> int:
    """Move a category's products elsewhere and delete it: both, or nothing.

    Raises:
        UnknownCategory: There is no category `category_id`.
        sqlite3.IntegrityError: The category has categories below it, or there is no category
            `reassign_to`.
    """
    with conn:
        moved = conn.execute(
            "UPDATE products SET category_id = ? WHERE category_id = ?", (reassign_to, category_id)
        )
        deleted = conn.execute("DELETE FROM categories WHERE id = ?", (category_id,))
        if deleted.rowcount == 0:
            raise UnknownCategory(category_id)
    return moved.rowcount


# ---- run by itself: four queries that look right, and what they leave out -------------------

EXAMPLE = """
INSERT INTO categories (id, name, parent_id, hidden) VALUES
    (1, 'Drinks', NULL, 0), (2, 'Tea', 1, 0), (3, 'Green tea', 2, 0), (4, 'Spare parts', NULL, 1),
    (5, 'Gifts', NULL, 0);
INSERT INTO products (id, name, price_cents, quantity, category_id) VALUES
    (1, 'Sencha', 900, 4, 3), (2, 'Earl Grey', 450, 9, 2), (3, 'Lid', 100, 7, 4),
    (4, 'Surprise', 1500, 1, NULL);
INSERT INTO product_tags VALUES (1, 'new'), (1, 'organic'), (1, 'japanese'), (2, 'new');
"""


def main() -> None:
    """Ask in the naive way and in the right way, and print what came back."""
    with closing(sqlite3.connect(":memory:", autocommit=True)) as conn:
        conn.execute("PRAGMA foreign_keys = ON")
        conn.autocommit = False
        conn.executescript(SCHEMA + EXAMPLE)
        conn.commit()

        def names(query: str) -> str:
            """The first column of a query, in one line."""
            return ", ".join(str(row[0]) for row in conn.execute(query)) or "(nothing)"

        print("4 products: Sencha, Earl Grey, Lid, and Surprise, which is in no category.")
        print("\nThe products with their categories")
        start = "SELECT p.name FROM products AS p "
        join = "JOIN categories AS c ON c.id = p.category_id "
        print("  JOIN:                         ", names(start + join))
        print("  LEFT JOIN … WHERE hidden = 0: ", names(f"{start}LEFT {join}WHERE c.hidden = 0"))
        views = products_with_category(conn)
        print("  products_with_category:       ", ", ".join(view.name for view in views))
        views = products_with_category(conn, visible_only=True)
        print("  the same, visible_only:       ", ", ".join(view.name for view in views))

        print("\nThe products joined with their tags")
        print(
            "  JOIN product_tags:            ", names(f"{start}JOIN product_tags ON product_id=id")
        )
        counted = ", ".join(f"{view.name} {view.tags}" for view in products_with_category(conn))
        print("  grouped and counted:          ", counted)

        print("\nThe categories without products")
        not_in = "WHERE id NOT IN (SELECT category_id FROM products)"
        print("  NOT IN, with a NULL in it:    ", names(f"SELECT name FROM categories {not_in}"))
        print("  NOT EXISTS:                   ", ", ".join(categories_without_products(conn)))

        print("\nThe tree")
        print("  category_path(3):             ", " > ".join(category_path(conn, 3)))
        conn.execute("UPDATE categories SET parent_id = 3 WHERE id = 1")
        try:
            category_path(conn, 3)
        except CategoryCycle:
            print("  with Drinks below Green tea:   CategoryCycle")
        conn.execute("UPDATE categories SET parent_id = NULL WHERE id = 1")
        conn.commit()

        print("\nDelete a category, and its products go elsewhere")
        try:
            delete_category(conn, 2)
        except sqlite3.IntegrityError as error:
            where = products_with_category(conn)[1].category
            print(f"  Tea, with a category below it: {error}; Earl Grey is in {where}")
        moved = delete_category(conn, 3, reassign_to=2)
        where = products_with_category(conn)[0].category
        print(f"  Green tea, to Tea:             {moved} moved; Sencha is in {where}")


if __name__ == "__main__":
    main()
