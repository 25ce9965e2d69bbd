"""Thinks that close() saves what is not committed."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_block_is_saved_at_its_end"
SAYS = "after a block without an exception its changes are saved"


class ProductStore(_Good):
    """An open transaction is rolled back by close()."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self._conn.close()
