"""Thinks that ROLLBACK ends at the last savepoint by itself."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "only_the_inner_block_is_undone"
SAYS = "ROLLBACK without TO ends the whole transaction"


class Unit(_Good):
    """ROLLBACK without TO ends the whole transaction, with all its savepoints."""

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo everything, and begin again."""
        self.conn.execute("SAVEPOINT mark")
        try:
            yield
        except BaseException:
            self._end("ROLLBACK")
            self.__enter__()
            raise
        if self.conn.in_transaction:
            with suppress(sqlite3.OperationalError):
                self.conn.execute("RELEASE mark")
