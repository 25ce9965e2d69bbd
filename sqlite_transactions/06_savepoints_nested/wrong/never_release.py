"""Thinks that ROLLBACK TO removes the savepoint to which it goes back."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "no_savepoint_is_left"
SAYS = "ROLLBACK TO goes back to a savepoint and leaves it where it is"


class Unit(_Good):
    """RELEASE on the good way only."""

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """The stack grows with every failure."""
        self._depth += 1
        name = f"unit_{self._depth}"
        self.conn.execute(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            self.conn.execute(f"ROLLBACK TO {name}")
            raise
        self.conn.execute(f"RELEASE {name}")
