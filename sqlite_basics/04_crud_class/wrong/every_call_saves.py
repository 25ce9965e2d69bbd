"""Thinks that a block only has to close."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_block_is_saved_at_its_end"
SAYS = "another connection sees changes of a block that has not ended"


class ProductStore(_Good):
    """Each call is saved at once, also in a block."""

    def __enter__(self) -> Self:
        """Nothing to begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self._conn.close()
