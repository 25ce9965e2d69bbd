"""Thinks that a store that refuses every call is closed."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_block_is_saved_at_its_end"
SAYS = "after the block the store's connection is still open"


class ProductStore(_Good):
    """The connection stays open behind a flag."""

    _left = False

    def get(self, product_id: int) -> Product | None:
        """Refuse after the block."""
        if self._left:
            raise sqlite3.ProgrammingError("the store is closed")
        return super().get(product_id)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the transaction, and set a flag."""
        self._conn.execute("COMMIT" if kind is None else "ROLLBACK")
        self._left = True
