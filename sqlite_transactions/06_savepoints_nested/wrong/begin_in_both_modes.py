"""Thinks that every transaction has to be begun by hand."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "it_works_where_python_begins"
SAYS = "cannot start a transaction within a transaction"


class Unit(_Good):
    """With autocommit=False Python has begun one."""

    def __enter__(self) -> Self:
        """Begin."""
        self.conn.execute("BEGIN")
        return self
