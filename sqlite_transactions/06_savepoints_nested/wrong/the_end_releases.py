"""Thinks that a savepoint ends with its block: no RELEASE is needed."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "no_savepoint_is_left"
SAYS = "a savepoint exists until it is released"


class Unit(_Good):
    """Leave it to the COMMIT to tidy up."""

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A name for each block, and nothing at its end."""
        self._depth += 1
        name = f"unit_{self._depth}"
        self.conn.execute(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            self.conn.execute(f"ROLLBACK TO {name}")
            raise
