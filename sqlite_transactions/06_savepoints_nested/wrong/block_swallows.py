"""Thinks that an inner block that was undone has dealt with its error."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "only_the_inner_block_is_undone"
SAYS = "the caller of block 1 did not get the exception"


class Unit(_Good):
    """The caller goes on as if all were well."""

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo, and keep quiet."""
        with suppress(Exception), super().savepoint():
            yield
