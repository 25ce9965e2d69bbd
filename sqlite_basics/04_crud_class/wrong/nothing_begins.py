"""Thinks that COMMIT and ROLLBACK need no BEGIN before them."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_block_is_saved_at_its_end"
SAYS = "another connection sees changes of a block that has not ended"


class ProductStore(_Good):
    """In autocommit mode there is no transaction that could end."""

    def __enter__(self) -> Self:
        """Begin nothing."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End what was never begun."""
        try:
            self._conn.execute("COMMIT" if kind is None else "ROLLBACK")
        finally:
            self._conn.close()
