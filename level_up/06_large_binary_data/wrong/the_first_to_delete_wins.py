"""Deletes a content with its first owner."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import ChunkStore as _Good
from solution import _find

FAILS = "equal_chunks_are_stored_once"
SAYS = "it stays until its last owner deletes it"


class ChunkStore(_Good):
    """Who had put the same content loses it."""

    def delete(self, s: Session, ref: BlobRef) -> None:
        """Without a look at who else owns it."""
        _find(s, ref)
        s.execute(delete(BlobChunk).where(BlobChunk.sha256 == ref.sha256))
        s.execute(delete(Blob).where(Blob.sha256 == ref.sha256))
