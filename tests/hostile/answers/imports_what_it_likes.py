"""Does what is asked, and imports and asks for annotations as it likes: it is no tampering."""

import sqlite3
from collections.abc import Sized
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Protocol

STATUS = "passed"
POINTS = 5

for name in ("json.tool", "sqlite3.dump", "psycopg2.errorcodes", "psycopg2.pool", "psycopg2.sql"):
    import_module(name)


class Shop(Sized, Protocol):
    """What asks its bases for their annotations."""


def add(path: Path, name: str, cents: int, stock: int) -> int:
    """Save a product and return its id."""
    with closing(sqlite3.connect(path)) as conn, conn:
        cursor = conn.execute(
            "INSERT INTO products (name, cents, stock) VALUES (?, ?, ?)", (name, cents, stock)
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid


def names(path: Path) -> list[str]:
    """All names, in order."""
    with closing(sqlite3.connect(path)) as conn:
        return [name for (name,) in conn.execute("SELECT name FROM products ORDER BY name")]


def value(path: Path) -> int:
    """What the whole stock is worth, in cents."""
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute("SELECT COALESCE(SUM(cents * stock), 0) FROM products").fetchone()[0]


def take(path: Path, name: str, count: int) -> None:
    """Take products out of the stock.

    Raises:
        ValueError: there are fewer, or there is no such product.
    """
    with closing(sqlite3.connect(path)) as conn, conn:
        done = conn.execute(
            "UPDATE products SET stock = stock - ? WHERE name = ? AND stock >= ?",
            (count, name, count),
        )
        if done.rowcount != 1:
            raise ValueError(f"there are fewer than {count} of {name}")
