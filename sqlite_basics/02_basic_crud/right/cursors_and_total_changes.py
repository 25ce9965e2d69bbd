"""Works with cursors and ends each transaction by hand; counts with total_changes."""

import sqlite3
from pathlib import Path

from solution import Product


def connect(path: Path) -> sqlite3.Connection:
    """End the first transaction, which holds nothing yet, to set the pragma outside of one."""
    conn = sqlite3.connect(str(path), autocommit=False)
    conn.row_factory = sqlite3.Row
    cursor = conn.cursor()
    cursor.execute("ROLLBACK")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("BEGIN")
    return conn


def create_tables(conn: sqlite3.Connection) -> None:
    """Look first whether the table is there."""
    cursor = conn.cursor()
    cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'products'")
    if cursor.fetchone()[0] == 0:
        cursor.execute(
            "CREATE TABLE products (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL,"
            " price_cents INT NOT NULL CHECK (price_cents >= 0), quantity INT NOT NULL)"
        )
    conn.commit()


def add_product(conn: sqlite3.Connection, name: str, price_cents: int, quantity: int) -> int:
    """Roll back whatever goes wrong."""
    cursor = conn.cursor()
    try:
        cursor.execute(
            "INSERT INTO products VALUES (NULL, :name, :price, :quantity)",
            {"name": name, "price": price_cents, "quantity": quantity},
        )
    except sqlite3.Error:
        conn.rollback()
        raise
    conn.commit()
    return cursor.lastrowid or 0


def get_product(conn: sqlite3.Connection, product_id: int) -> Product | None:
    """The only one of the products that match."""
    cursor = conn.cursor()
    cursor.execute("SELECT * FROM products WHERE id = ?", (product_id,))
    products = [Product(**row) for row in cursor.fetchall()]
    conn.rollback()
    return products[0] if products else None


def list_products(conn: sqlite3.Connection, *, limit: int = 50, offset: int = 0) -> list[Product]:
    """The shorter form of LIMIT, which names the offset first."""
    cursor = conn.cursor()
    cursor.execute("SELECT * FROM products ORDER BY id LIMIT ?, ?", (offset, limit))
    products = [Product(**row) for row in cursor]
    conn.rollback()
    return products


def update_price(conn: sqlite3.Connection, product_id: int, price_cents: int) -> bool:
    """The connection counts the rows that it has changed."""
    before = conn.total_changes
    conn.cursor().execute(
        "UPDATE products SET price_cents = ? WHERE id = ?", (price_cents, product_id)
    )
    conn.commit()
    return conn.total_changes > before


def delete_product(conn: sqlite3.Connection, product_id: int) -> bool:
    """The connection counts the rows that it has changed."""
    before = conn.total_changes
    conn.cursor().execute("DELETE FROM products WHERE id = ?", (product_id,))
    conn.commit()
    return conn.total_changes > before
