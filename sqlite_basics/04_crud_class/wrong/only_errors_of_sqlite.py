"""Thinks that only SQLite's errors leave a transaction open."""

from dataclasses import replace
from pathlib import Path

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_failed_call_keeps_nobody_waiting"
SAYS = "update(3, price_cents=1, quantity=2**63) raised OverflowError another connection"


class ProductStore(_Good):
    """autocommit=False, and a rollback after sqlite3.Error only."""

    def __init__(self, path: Path) -> None:
        """Open with a transaction that is always there."""
        self._conn = sqlite3.connect(path, autocommit=False)
        with self._conn:
            self._conn.execute(SCHEMA)
        self._in_block = False

    def _end(self) -> None:
        if not self._in_block:
            self._conn.commit()

    def add(self, product: NewProduct) -> Product:
        """Save, or roll back."""
        try:
            new = super().add(product)
        except sqlite3.Error:
            if not self._in_block:
                self._conn.rollback()
            raise
        self._end()
        return new

    def get(self, product_id: int) -> Product | None:
        """End the read."""
        product = super().get(product_id)
        self._end()
        return product

    def all(self) -> list[Product]:
        """End the read."""
        products = super().all()
        self._end()
        return products

    def update(self, product_id: int, **changes: str | int) -> Product | None:
        """Read, then meet an error of Python's with the lock of the read held."""
        try:
            old = super().get(product_id)
            new = old and replace(old, **(changes | {"id": product_id}))  # pyright: ignore
            if new and changes:
                super().update(product_id, **changes)
        except sqlite3.Error:
            if not self._in_block:
                self._conn.rollback()
            raise
        self._end()
        return new

    def remove(self, product_id: int) -> bool:
        """Save."""
        removed = super().remove(product_id)
        self._end()
        return removed

    def __enter__(self) -> Self:
        """From now on the end of the block saves."""
        self._in_block = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the unit and close."""
        try:
            if kind is None:
                self._conn.commit()
        finally:
            self._conn.close()
