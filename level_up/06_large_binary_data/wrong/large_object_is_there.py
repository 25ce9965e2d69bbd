"""Believes that a large object is there because its row is."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import _PIECE, _bounds, _checked, _find
from solution import LargeObjectStore as _Good

FAILS = "damaged_large_objects_are_noticed"
SAYS = "does not exist"


class LargeObjectStore(_Good):
    """No foreign key keeps it."""

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """lo_get raises where there is no large object of that number."""
        size, oid = _find(s, ref)
        start, end = _bounds(size, start, length)
        pieces = (
            bytes(s.scalars(select(func.lo_get(oid, at, min(_PIECE, end - at)))).one())
            for at in range(start, end, _PIECE)
        )
        return _checked(pieces, ref, size, start, end)
