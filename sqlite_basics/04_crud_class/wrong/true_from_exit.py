"""Thinks that a block is one unit because it is a block."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_block_is_saved_at_its_end"
SAYS = "another connection sees changes of a block that has not ended"


class ProductStore(_Good):
    """Nothing begins, nothing ends, and whatever is raised is swallowed."""

    def __enter__(self) -> Self:
        """Begin nothing."""
        return self

    def __exit__(  # pyright: ignore[reportIncompatibleMethodOverride]
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        """Close, and say that all is well."""
        self._conn.close()
        return True
