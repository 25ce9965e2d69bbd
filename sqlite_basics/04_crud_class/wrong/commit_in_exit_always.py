"""Thinks that __exit__ has to save what was done so far."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_failed_block_leaves_nothing"
SAYS = "left the block, and its changes are saved"


class ProductStore(_Good):
    """Half of the work is saved when the other half fails."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Commit, whatever has happened."""
        self._conn.execute("COMMIT")
        self._conn.close()
