"""Thinks that conn.rollback() and conn.commit() work in every mode."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_block_is_saved_at_its_end"
SAYS = "its changes are saved"


class ProductStore(_Good):
    """With autocommit=True both do nothing at all."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Call the methods, and not SQL."""
        if kind is None:
            self._conn.commit()
        else:
            self._conn.rollback()
        self._conn.close()
