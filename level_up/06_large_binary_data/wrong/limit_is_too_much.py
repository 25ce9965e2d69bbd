"""Refuses a content that is exactly as large as it may be."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import ChunkStore as _Good

FAILS = "an_endless_upload_is_cut_off"
SAYS = "as many are fine, one more is too many"


class ChunkStore(_Good):
    """Compares with >=."""

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """One byte fewer than allowed."""
        return super().put(s, chunks, limit=limit - 1)
