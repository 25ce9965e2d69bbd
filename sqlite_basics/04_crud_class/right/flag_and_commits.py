"""autocommit=False, a flag for the block, and a commit at the end of each call otherwise."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from solution import SCHEMA, NewProduct, Product


class ProductStore:
    """The products in one database file."""

    def __init__(self, path: Path) -> None:
        """Open, create the table, save it."""
        self.conn = sqlite3.connect(str(path), autocommit=False)
        self.conn.row_factory = sqlite3.Row
        self.in_block = False
        try:
            with self.unit() as conn:
                conn.execute(SCHEMA)
        except sqlite3.Error:
            self.close()
            raise

    @contextmanager
    def unit(self) -> Iterator[sqlite3.Connection]:
        """One call: its own transaction, or a part of the block's."""
        if self.in_block:
            yield self.conn
        else:
            with self.conn:
                yield self.conn

    def close(self) -> None:
        """Close."""
        self.conn.close()

    def add(self, product: NewProduct) -> Product:
        """Add, and have the database return the row."""
        with self.unit() as conn:
            rows = conn.execute(
                "INSERT INTO products (name, price_cents, quantity)"
                " VALUES (:name, :price_cents, :quantity) RETURNING *",
                vars(product),
            ).fetchall()
        return Product(**dict(rows[0]))

    def get(self, product_id: int) -> Product | None:
        """Read one."""
        with self.unit() as conn:
            row = conn.execute("SELECT * FROM products WHERE id = ?", (product_id,)).fetchone()
        return Product(**dict(row)) if row else None

    def all(self) -> list[Product]:
        """Read all."""
        with self.unit() as conn:
            rows = conn.execute("SELECT * FROM products ORDER BY id").fetchall()
        return [Product(**dict(row)) for row in rows]

    def update(self, product_id: int, **changes: str | int) -> Product | None:
        """Read, change in Python, write all columns."""
        with self.unit() as conn:
            conn.execute("UPDATE products SET id = id WHERE id = ?", (product_id,))
            row = conn.execute("SELECT * FROM products WHERE id = ?", (product_id,)).fetchone()
            if row is None:
                return None
            new = NewProduct(**{k: row[k] for k in row.keys() if k != "id"} | changes)  # type: ignore[arg-type]  # noqa: SIM118
            conn.execute(
                "UPDATE products SET name = ?, price_cents = ?, quantity = ? WHERE id = ?",
                (new.name, new.price_cents, new.quantity, product_id),
            )
        return Product(product_id, **vars(new))

    def remove(self, product_id: int) -> bool:
        """Delete."""
        with self.unit() as conn:
            return conn.execute("DELETE FROM products WHERE id = ?", (product_id,)).rowcount > 0

    def __enter__(self) -> Self:
        """The transaction is open already."""
        self.in_block = True
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Commit or roll back, and close."""
        try:
            if kind is None:
                self.conn.commit()
            else:
                self.conn.rollback()
        finally:
            self.conn.close()
