"""A schema for the shop that refuses bad data, whoever writes it."""

import sqlite3
import warnings
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

SCHEMA = """
CREATE TABLE IF NOT EXISTS categories (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE
) STRICT;

CREATE TABLE IF NOT EXISTS products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 80),
    category_id INTEGER NOT NULL REFERENCES categories (id),
    price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
    quantity INTEGER NOT NULL CHECK (quantity >= 0),
    added_at TEXT NOT NULL CHECK (datetime(added_at) IS NOT NULL),
    UNIQUE (category_id, name)
) STRICT;

CREATE TABLE IF NOT EXISTS settings (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;
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
    """Add a product and return its id.

    Raises:
        ValueError: The price is not a whole number of cents, or the time has no time zone.
    """
    cents = price * 100
    if cents != int(cents):
        raise ValueError(f"a price has whole cents, not {price}")
    if added_at.utcoffset() is None:
        raise ValueError(f"a time needs a time zone: {added_at}")
    # Always with microseconds: texts of one length sort like their times.
    at = added_at.astimezone(UTC).isoformat(timespec="microseconds")
    with conn:
        cursor = conn.execute(
            "INSERT INTO products (name, category_id, price_cents, quantity, added_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (name, category_id, int(cents), quantity, at),
        )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------

NAIVE_SCHEMA = """
CREATE TABLE products (
    id INTEGER PRIMARY KEY, name VARCHAR(80), price REAL, quantity INTEGER CHECK (quantity >= 0)
);
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT);
"""


def main() -> None:
    """Put the same bad data into a naive schema and into the one above."""
    naive = sqlite3.connect(":memory:", autocommit=True)
    strict = sqlite3.connect(":memory:", autocommit=True)
    with closing(naive), closing(strict):
        strict.execute("PRAGMA foreign_keys = ON")
        strict.autocommit = False
        naive.executescript(NAIVE_SCHEMA)
        create_schema(strict)
        show_naive(naive)
        show_strict(strict)


def show_naive(conn: sqlite3.Connection) -> None:
    """Nothing is refused."""
    print("Types, VARCHAR(80) and a CHECK, as one might write them; all of this is stored:")
    put = "INSERT INTO products (name, price, quantity) VALUES (?, ?, ?)"
    for values in (("x" * 500, "cheap", 3), ("Tea", 1.5, "a few"), (None, None, None)):
        conn.execute(put, values)
    for row in conn.execute("SELECT length(name), price, quantity FROM products"):
        print(f"   {row}")
    conn.executemany("INSERT INTO settings VALUES (?, ?)", [(None, "a"), (None, "b")])
    print(f"   rows with the primary key NULL: {conn.total_changes - 3}")
    conn.execute("DELETE FROM products")
    conn.execute(put, ("Tea", 19.90, 1))
    cents = "SELECT price * 100, CAST(price * 100 AS INTEGER) FROM products"
    print("   19.90 × 100 = {!r}, which is {} whole cents".format(*conn.execute(cents).fetchone()))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        conn.execute(put, (datetime(2026, 11, 21, 10, 0), 0, 0))
    print(f"   binding a datetime: {str(caught[0].message).partition(';')[0]}")


def show_strict(conn: sqlite3.Connection) -> None:
    """The database says no, whoever asks."""
    print("The schema above:")
    moment = datetime(2026, 11, 21, 10, 0, tzinfo=timezone(timedelta(hours=2)))
    with conn:
        conn.execute("INSERT INTO categories (name) VALUES ('tools')")
    for number in range(1000):
        add_product(conn, f"Tea {number}", 1, Decimal("19.90"), 1, moment)
    good = {"name": "Bolt", "category_id": 1, "price_cents": 25, "quantity": 3}
    put = "INSERT INTO products VALUES (NULL, :name, :category_id, :price_cents, :quantity, :at)"
    for bad in (
        {"price_cents": "cheap"},
        {"quantity": 1.5},
        {"name": "x" * 500},
        {"name": None},
        {"name": "TEA 7"},
        {"category_id": 99},
    ):
        try:
            with conn:
                conn.execute(put, good | {"at": "2026-11-21T08:00:00+00:00"} | bad)
        except sqlite3.IntegrityError as error:
            print(f"   {str(bad)[:28]:28} {error}")
    try:
        with conn:
            conn.execute("DELETE FROM categories")
    except sqlite3.IntegrityError as error:
        print(f"   {'delete the category':28} {error}")
    cents, at = conn.execute("SELECT sum(price_cents), max(added_at) FROM products").fetchone()
    print(f"   1000 × 19.90 = {cents} cents; 10:00+02:00 is {at}")


if __name__ == "__main__":
    main()
