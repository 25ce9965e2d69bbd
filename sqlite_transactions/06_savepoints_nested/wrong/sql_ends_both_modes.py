"""Ends the transaction in SQL, and leaves a connection that saves every statement."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "it_works_where_python_begins"
SAYS = "whoever ends one begins the next"


class Unit(_Good):
    """With autocommit=False only the methods begin the next transaction."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Commit or roll back by the statements."""
        if error is not None:
            self.conn.execute("ROLLBACK")
            return
        try:
            self.conn.execute("COMMIT")
        except BaseException:
            self.conn.execute("ROLLBACK")
            raise
