"""Thinks that a statement that was refused has ended its transaction."""

from pathlib import Path

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_failed_call_keeps_nobody_waiting"
SAYS = "after add() of a product whose name is None raised IntegrityError another connection"


class ProductStore(_Good):
    """The transaction stays open, and with it the lock."""

    def __init__(self, path: Path) -> None:
        """Open with a transaction that is always there."""
        self._conn = sqlite3.connect(path, autocommit=False)
        with self._conn:
            self._conn.execute(SCHEMA)
        self._in_block = False

    def _save(self) -> None:
        if not self._in_block:
            self._conn.commit()

    def add(self, product: NewProduct) -> Product:
        """Save, if nothing was raised."""
        new = super().add(product)
        self._save()
        return new

    def get(self, product_id: int) -> Product | None:
        """End the read."""
        product = super().get(product_id)
        self._save()
        return product

    def all(self) -> list[Product]:
        """End the read."""
        products = super().all()
        self._save()
        return products

    def remove(self, product_id: int) -> bool:
        """Save, if nothing was raised."""
        removed = super().remove(product_id)
        self._save()
        return removed

    def __enter__(self) -> Self:
        """From now on the end of the block saves."""
        self._in_block = True
        return self
