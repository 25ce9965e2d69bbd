"""Takes `with conn:` for a nested transaction."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "only_the_inner_block_is_undone"
SAYS = "such a block is undone with all that is inside of it"


class Unit(_Good):
    """There is one transaction for each connection; `with conn:` knows no inner ones."""

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """In autocommit mode this does nothing, otherwise it ends the whole transaction."""
        with self.conn:
            yield
