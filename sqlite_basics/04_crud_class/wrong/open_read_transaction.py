"""Thinks that only changes need an end of their transaction."""

from pathlib import Path

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "reading_keeps_nobody_waiting"
SAYS = "another connection could not write after get(3) had returned"


class ProductStore(_Good):
    """After a SELECT the transaction stays open."""

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
        """Save after a change."""
        new = super().add(product)
        self._save()
        return new

    def update(self, product_id: int, **changes: str | int) -> Product | None:
        """Save after a change."""
        changed = super().update(product_id, **changes)
        self._save()
        return changed

    def remove(self, product_id: int) -> bool:
        """Save after a change."""
        removed = super().remove(product_id)
        self._save()
        return removed

    def __enter__(self) -> Self:
        """From now on the end of the block saves."""
        self._in_block = True
        return self
