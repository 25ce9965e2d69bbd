"""Opens the file for each call; only a block keeps it open."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

import solution
from solution import SCHEMA, NewProduct, Product


class ProductStore:
    """The products in one database file."""

    def __init__(self, path: Path) -> None:
        """Keep the path."""
        self._path = path
        self._block: sqlite3.Connection | None = None
        self._closed = False
        with self._connection() as conn:
            conn.execute(SCHEMA)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        if self._closed:
            raise sqlite3.ProgrammingError("the store is closed")
        if self._block is not None:
            yield self._block
            return
        with closing(sqlite3.connect(self._path)) as conn, conn:
            yield conn

    def close(self) -> None:
        """Only a block has something to close."""
        self._closed = True
        if self._block is not None:
            self._block.close()

    def add(self, product: NewProduct) -> Product:
        """Add."""
        with self._connection() as conn:
            cursor = conn.execute(
                "INSERT INTO products (name, price_cents, quantity) VALUES (?, ?, ?)",
                (product.name, product.price_cents, product.quantity),
            )
            return Product(cursor.lastrowid or 0, **product.__dict__)

    def get(self, product_id: int) -> Product | None:
        """Read all, take one."""
        return next((product for product in self.all() if product.id == product_id), None)

    def all(self) -> list[Product]:
        """Read all."""
        with self._connection() as conn:
            rows = conn.execute("SELECT id, name, price_cents, quantity FROM products ORDER BY id")
            return [Product(*row) for row in rows]

    def update(self, product_id: int, **changes: str | int) -> Product | None:
        """One statement, which is refused as a whole."""
        if not set(changes) <= solution.COLUMNS:
            raise TypeError("unknown column")
        with self._connection() as conn:
            columns = ", ".join(["id = id", *(f"{column} = ?" for column in changes)])
            values = (*changes.values(), product_id)
            conn.execute(f"UPDATE products SET {columns} WHERE id = ?", values)
        return self.get(product_id)

    def remove(self, product_id: int) -> bool:
        """Delete."""
        with self._connection() as conn:
            return conn.execute("DELETE FROM products WHERE id = ?", (product_id,)).rowcount == 1

    def __enter__(self) -> Self:
        """Open for the block."""
        self._block = sqlite3.connect(self._path, autocommit=False)
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Closing rolls back."""
        assert self._block is not None
        try:
            if kind is None:
                self._block.commit()
        finally:
            self.close()
