"""Thinks that __exit__ is the place to commit, whatever has happened."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "a_failing_unit_leaves_nothing"
SAYS = "a unit that fails is rolled back"


class Unit(_Good):
    """What was done before the error is saved."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Commit."""
        super().__exit__(None, None, None)
