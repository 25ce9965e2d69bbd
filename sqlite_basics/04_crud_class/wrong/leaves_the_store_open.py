"""Thinks that a block that ends a transaction closes the connection."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_block_is_saved_at_its_end"
SAYS = "after the block the store's connection is still open"


class ProductStore(_Good):
    """As with sqlite3's own with conn, which closes nothing."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the transaction."""
        self._conn.execute("COMMIT" if kind is None else "ROLLBACK")
