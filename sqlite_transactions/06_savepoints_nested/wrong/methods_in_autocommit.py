"""Ends the transaction by commit(), which does nothing in autocommit mode."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "a_unit_is_saved_as_a_whole"
SAYS = "a unit commits them"


class Unit(_Good):
    """BEGIN in SQL, the end in Python."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Commit or roll back by the methods."""
        if error is None:
            self.conn.commit()
        else:
            self.conn.rollback()
