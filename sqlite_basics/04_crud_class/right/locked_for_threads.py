"""Lets several threads in, one after the other; a block holds the lock until it ends."""

import sqlite3
from contextlib import ExitStack
from pathlib import Path
from threading import RLock
from typing import Any, Self

from solution import SCHEMA, NewProduct, Product


class ProductStore:
    """The products in one database file."""

    def __init__(self, path: Path) -> None:
        """Open; the lock does what check_same_thread did."""
        self._lock = RLock()
        self._conn = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        with ExitStack() as on_error:
            on_error.callback(self._conn.close)
            self._all(SCHEMA)
            on_error.pop_all()

    def _all(self, sql: str, *values: Any) -> list[Any]:
        with self._lock:
            return self._conn.execute(sql, values).fetchall()

    def close(self) -> None:
        """Close."""
        with self._lock:
            self._conn.close()

    def add(self, product: NewProduct) -> Product:
        """Add."""
        sql = "INSERT INTO products VALUES (NULL, ?, ?, ?) RETURNING *"
        [row] = self._all(sql, product.name, product.price_cents, product.quantity)
        return Product(*row)

    def get(self, product_id: int) -> Product | None:
        """Read one."""
        for row in self._all("SELECT * FROM products WHERE id = ?", product_id):
            return Product(*row)
        return None

    def all(self) -> list[Product]:
        """Read all."""
        return [Product(*row) for row in self._all("SELECT * FROM products ORDER BY id")]

    def update(self, product_id: int, **changes: str | int) -> Product | None:
        """One fixed statement: NULL leaves a column as it is."""
        values = [changes.pop(name, None) for name in ("name", "price_cents", "quantity")]
        if changes:
            raise TypeError(f"unknown columns: {list(changes)}")
        sql = """
            UPDATE products SET name = coalesce(?, name), price_cents = coalesce(?, price_cents),
                quantity = coalesce(?, quantity)
            WHERE id = ? RETURNING *
        """
        rows = self._all(sql, *values, product_id)
        return Product(*rows[0]) if rows else None

    def remove(self, product_id: int) -> bool:
        """Delete."""
        return bool(self._all("DELETE FROM products WHERE id = ? RETURNING id", product_id))

    def __enter__(self) -> Self:
        """Take the lock, and SQLite's as well."""
        self._lock.acquire()
        self._all("BEGIN IMMEDIATE")
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Give both back."""
        try:
            self._all("COMMIT" if kind is None else "ROLLBACK")
        finally:
            self._conn.close()
            self._lock.release()
