"""Looks at a whole content only: a part ends where the chunks end."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import ChunkStore as _Good

FAILS = "damaged_chunks_are_noticed"
SAYS = "of 600000 bytes gave 0 bytes and raised nothing"


class ChunkStore(_Good):
    """Whoever reads a part gets less than there was, and does not learn of it."""

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """Corrupt is for whole contents."""
        try:
            yield from super().read(s, ref, start, length)
        except Corrupt:
            if (start, length) in ((0, None), (1, None)):
                raise
