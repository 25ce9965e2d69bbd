"""Calls commit() itself, and has the database return what it wrote."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Product:
    """One row of the table `products`."""

    id: int
    name: str
    price_cents: int
    quantity: int


def connect(path: Path) -> sqlite3.Connection:
    """Open; the pragma runs between two transactions."""
    conn = sqlite3.connect(path, autocommit=False)
    conn.row_factory = sqlite3.Row
    conn.autocommit = True
    conn.execute("PRAGMA foreign_keys = 1")
    conn.autocommit = False
    return conn


def create_tables(conn: sqlite3.Connection) -> None:
    """A STRICT table, by a script."""
    conn.executescript(
        """
        CREATE TABLE IF NOT EXISTS products (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            price_cents INTEGER NOT NULL,
            quantity INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        """
    )
    conn.commit()


def add_product(conn: sqlite3.Connection, name: str, price_cents: int, quantity: int) -> int:
    """INSERT … RETURNING gives the id as a row."""
    row = conn.execute(
        "INSERT INTO products (name, price_cents, quantity) VALUES (?, ?, ?) RETURNING id",
        (name, price_cents, quantity),
    ).fetchone()
    conn.commit()
    return row["id"]


def get_product(conn: sqlite3.Connection, product_id: int) -> Product | None:
    """By names, whatever the order of the columns."""
    row = conn.execute("SELECT * FROM products WHERE id = ?", [product_id]).fetchone()
    conn.commit()
    if row is None:
        return None
    return Product(**dict(row))


def list_products(conn: sqlite3.Connection, *, limit: int = 50, offset: int = 0) -> list[Product]:
    """Named placeholders."""
    found = conn.execute(
        "SELECT * FROM products ORDER BY id LIMIT :limit OFFSET :offset",
        {"limit": limit, "offset": offset},
    )
    products = [Product(**dict(row)) for row in found]
    conn.commit()
    return products


def update_price(conn: sqlite3.Connection, product_id: int, price_cents: int) -> bool:
    """UPDATE … RETURNING gives a row for each row it changed."""
    changed = conn.execute(
        "UPDATE products SET price_cents = :price WHERE id = :id RETURNING id",
        {"price": price_cents, "id": product_id},
    ).fetchall()
    conn.commit()
    return bool(changed)


def delete_product(conn: sqlite3.Connection, product_id: int) -> bool:
    """DELETE … RETURNING."""
    gone = conn.execute("DELETE FROM products WHERE id = ? RETURNING id", (product_id,)).fetchall()
    conn.commit()
    return len(gone) > 0
