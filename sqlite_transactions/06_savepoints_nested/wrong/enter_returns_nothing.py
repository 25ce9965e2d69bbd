"""Forgets that `as unit` is what __enter__ returns."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "a_unit_is_saved_as_a_whole"
SAYS = "gave None"


class Unit(_Good):
    """Nobody can ask it for a savepoint."""

    def __enter__(self) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Begin."""
        super().__enter__()
