"""Ends an inner block that failed by ROLLBACK, as if it knew where the block began."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "only_the_inner_block_is_undone"
SAYS = "at the end of inner block 1 ROLLBACK was sent: ROLLBACK without TO"


class Unit(_Good):
    """The unit around it finds no transaction to end."""

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo everything."""
        self._depth += 1
        name = f"unit_{self._depth}"
        self.conn.execute(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            self.conn.execute("ROLLBACK")
            raise
        else:
            self.conn.execute(f"RELEASE {name}")
        finally:
            self._depth -= 1
