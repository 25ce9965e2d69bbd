"""Thinks that a call that has failed must roll back, wherever it was called."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_refused_call_is_not_the_block"
SAYS = "a call that raises changes nothing and undoes nothing else"


class ProductStore(_Good):
    """In a block the transaction is the block's: what came before the error is lost."""

    def __init__(self, path: Path) -> None:
        """Open with a transaction that is always there."""
        self._conn = sqlite3.connect(path, autocommit=False)
        self._in_block = False
        with self._unit():
            self._conn.execute(SCHEMA)

    @contextmanager
    def _unit(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self._conn.rollback()  # also where the block would go on
            raise
        if not self._in_block:
            self._conn.commit()

    def add(self, product: NewProduct) -> Product:
        """Add."""
        with self._unit():
            return super().add(product)

    def get(self, product_id: int) -> Product | None:
        """Read one."""
        with self._unit():
            return super().get(product_id)

    def all(self) -> list[Product]:
        """Read all."""
        with self._unit():
            return super().all()

    def update(self, product_id: int, **changes: str | int) -> Product | None:
        """Change."""
        with self._unit():
            return super().update(product_id, **changes)

    def remove(self, product_id: int) -> bool:
        """Delete."""
        with self._unit():
            return super().remove(product_id)

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
