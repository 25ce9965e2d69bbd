"""Gives nothing for a content that is not there."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import ChunkStore as _Good

FAILS = "chunks_come_back_as_they_went"
SAYS = "it gave b'' and raised nothing: what has no row is NotFound"


class ChunkStore(_Good):
    """An empty content and none are two things."""

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """Without a complaint."""
        try:
            yield from super().read(s, ref, start, length)
        except NotFound:
            return
