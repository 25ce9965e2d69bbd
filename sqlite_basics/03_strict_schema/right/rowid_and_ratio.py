"""Another wording of the same rules, and a price taken apart as a fraction."""

import sqlite3
from datetime import UTC, datetime
from decimal import Decimal

SCHEMA = """
CREATE TABLE IF NOT EXISTS settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS products (
    id INTEGER PRIMARY KEY,
    name TEXT COLLATE NOCASE NOT NULL CHECK (length(name) > 0) CHECK (length(name) < 81),
    category_id INT NOT NULL REFERENCES categories,
    price_cents INT NOT NULL CHECK (NOT price_cents < 0),
    quantity INT NOT NULL CHECK (quantity BETWEEN 0 AND 9223372036854775807),
    added_at TEXT NOT NULL CHECK (julianday(added_at) > 0),
    CHECK (strftime('%Y', added_at) IS NOT NULL),
    UNIQUE (name, category_id)
) STRICT;
CREATE TABLE IF NOT EXISTS categories (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE UNIQUE
) STRICT;
"""


def create_schema(conn: sqlite3.Connection) -> None:
    """One statement at a time."""
    for statement in SCHEMA.split(";"):
        conn.execute(statement)
    conn.commit()


def add_product(
    conn: sqlite3.Connection,
    name: str,
    category_id: int,
    price: Decimal,
    quantity: int,
    added_at: datetime,
) -> int:
    """Take the price as a fraction, and have the database return the id."""
    numerator, denominator = price.as_integer_ratio()
    cents, rest = divmod(100 * numerator, denominator)
    if rest or added_at.utcoffset() is None:
        raise ValueError("whole cents and a time zone are wanted")
    row = {
        "name": name,
        "category": category_id,
        "cents": cents,
        "quantity": quantity,
        "at": added_at.astimezone(UTC).isoformat(),
    }
    with conn:
        return conn.execute(
            "INSERT INTO products (name, category_id, price_cents, quantity, added_at)"
            " VALUES (:name, :category, :cents, :quantity, :at) RETURNING id",
            row,
        ).fetchone()[0]
