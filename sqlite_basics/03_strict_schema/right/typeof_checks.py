"""Does without STRICT: CHECKs look at the type, indexes keep names apart."""

import sqlite3
from datetime import datetime, timezone
from decimal import Decimal

SCHEMA = """
CREATE TABLE IF NOT EXISTS categories (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL CHECK (typeof(name) = 'text')
);
CREATE UNIQUE INDEX IF NOT EXISTS one_category ON categories (lower(name));
CREATE TABLE IF NOT EXISTS products (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name VARCHAR(80) NOT NULL,
    category_id INTEGER NOT NULL,
    price_cents INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    CONSTRAINT name_has_1_to_80_characters CHECK (typeof(name) = 'text' AND name <> ''
        AND length(name) <= 80),
    CONSTRAINT price_is_cents CHECK (typeof(price_cents) = 'integer' AND price_cents > -1),
    CONSTRAINT quantity_is_a_count CHECK (typeof(quantity) = 'integer' AND quantity > -1),
    CONSTRAINT added_at_is_a_time CHECK (typeof(added_at) = 'text'
        AND julianday(added_at) NOTNULL),
    FOREIGN KEY (category_id) REFERENCES categories (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX IF NOT EXISTS one_name ON products (category_id, name COLLATE NOCASE);
CREATE TABLE IF NOT EXISTS settings (
    key TEXT NOT NULL CHECK (typeof(key) = 'text'),
    value TEXT NOT NULL CHECK (typeof(value) = 'text'),
    PRIMARY KEY (key)
);
"""


def create_schema(conn: sqlite3.Connection) -> None:
    """Create the tables of SCHEMA and save them."""
    with conn:
        conn.executescript(SCHEMA)


def add_product(
    conn: sqlite3.Connection,
    name: str,
    category_id: int,
    price: Decimal,
    quantity: int,
    added_at: datetime,
) -> int:
    """Count in cents by moving the decimal point; write the time with strftime."""
    cents = price.scaleb(2)
    if cents != cents.to_integral_value():
        raise ValueError("fractions of a cent")
    if added_at.tzinfo is None:
        raise ValueError("no time zone")
    at = added_at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")  # noqa: UP017
    try:
        cursor = conn.execute(
            "INSERT INTO products VALUES (NULL, ?, ?, ?, ?, ?)",
            (name, category_id, int(cents), quantity, at),
        )
    except sqlite3.Error:
        conn.rollback()
        raise
    conn.commit()
    return cursor.lastrowid or 0
