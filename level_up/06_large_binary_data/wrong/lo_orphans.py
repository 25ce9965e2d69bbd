"""Deletes the row and believes that the large object goes with it."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import LargeObjectStore as _Good
from solution import _release

FAILS = "no_large_object_is_orphaned"
SAYS = "nothing else will remove it"


class LargeObjectStore(_Good):
    """An oid is a number: no foreign key, no cascade."""

    def delete(self, s: Session, ref: BlobRef) -> None:
        """Without lo_unlink."""
        if blob := _release(s, ref):
            s.delete(blob)
            s.flush()
