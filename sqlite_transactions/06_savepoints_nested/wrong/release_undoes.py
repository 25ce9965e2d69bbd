"""Thinks that RELEASE drops what was done since the savepoint."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "only_the_inner_block_is_undone"
SAYS = "such a block is undone with all that is inside of it"


class Unit(_Good):
    """RELEASE keeps the changes; it only forgets the mark."""

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Release in any case."""
        self._depth += 1
        name = f"unit_{self._depth}"
        self.conn.execute(f"SAVEPOINT {name}")
        try:
            yield
        finally:
            self.conn.execute(f"RELEASE {name}")
            self._depth -= 1
