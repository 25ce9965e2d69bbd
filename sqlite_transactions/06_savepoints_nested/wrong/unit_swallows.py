"""Returns True from __exit__, as if to say: done."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "a_failing_unit_leaves_nothing"
SAYS = "did not reach the caller"


class Unit(_Good):
    """A true value stops the exception."""

    def __exit__(  # pyright: ignore[reportIncompatibleMethodOverride]
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        """Commit or roll back, and report success."""
        super().__exit__(kind, error, traceback)
        return True
