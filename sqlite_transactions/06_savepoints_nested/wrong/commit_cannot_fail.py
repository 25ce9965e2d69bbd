"""Thinks that after the last statement nothing can fail."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "a_failed_commit_is_undone"
SAYS = "every way out of a unit ends its transaction"


class Unit(_Good):
    """A refused COMMIT leaves the transaction open."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Commit or roll back."""
        self._end("COMMIT" if error is None else "ROLLBACK")
