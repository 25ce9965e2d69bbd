"""Commits in a function that works in the caller's transaction."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import ChunkStore as _Good

FAILS = "chunks_come_back_as_they_went"
SAYS = "leaves commit and rollback to its caller"


class ChunkStore(_Good):
    """The caller cannot roll back."""

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """And commits."""
        ref = super().put(s, chunks, limit=limit)
        s.commit()
        return ref
