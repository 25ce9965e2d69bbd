"""Thinks that only an Exception can leave a block early."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_failed_block_leaves_nothing"
SAYS = "KeyboardInterrupt left the block, and its changes are saved"


class ProductStore(_Good):
    """Ctrl-C is a BaseException."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Save, unless there was an error of the usual kind."""
        self._conn.execute("ROLLBACK" if isinstance(error, Exception) else "COMMIT")
        self._conn.close()
