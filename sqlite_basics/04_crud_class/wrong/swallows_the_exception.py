"""Thinks that a block that was rolled back has dealt with its exception."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import ProductStore as _Good

FAILS = "a_failed_block_leaves_nothing"
SAYS = "ValueError('no'), and nothing came out of it"


class ProductStore(_Good):
    """The caller believes that all went well."""

    def __exit__(  # pyright: ignore[reportIncompatibleMethodOverride]
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        """True tells Python that the exception is settled."""
        super().__exit__(kind, error, trace)
        return True
