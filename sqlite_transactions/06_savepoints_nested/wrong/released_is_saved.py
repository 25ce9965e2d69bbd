"""Commits after each inner block, so that what is good is safe."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "the_outer_transaction_decides"
SAYS = "an inner block saves nothing, its unit does"


class Unit(_Good):
    """The outer block has nothing to decide any more."""

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Save what is good."""
        with super().savepoint():
            yield
        if self._depth == 0:
            self._end("COMMIT")
            if not self.conn.in_transaction:
                self.conn.execute("BEGIN")
