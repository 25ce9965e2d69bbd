"""Begins with a SAVEPOINT: an outermost one is the transaction, and its RELEASE the commit."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "the_outer_transaction_decides"
SAYS = "an inner block saves nothing, its unit does"


class Unit(_Good):
    """Begin only before a plain statement; an inner block seems to need no BEGIN."""

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """End the transaction that nothing was written in yet."""
        if self.conn.autocommit is True and self.conn.total_changes == self.changes:
            self.conn.execute("COMMIT")
        with super().savepoint():
            yield
        if not self.conn.in_transaction:
            self.conn.execute("BEGIN")

    def __enter__(self) -> Self:
        """Remember that nothing was written yet."""
        self.changes = self.conn.total_changes
        return super().__enter__()
