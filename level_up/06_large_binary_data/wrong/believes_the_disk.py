"""Gives out what is stored, as if it could not have changed."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import ChunkStore as _Good
from solution import _find

FAILS = "damaged_chunks_are_noticed"
SAYS = "raised nothing"


class ChunkStore(_Good):
    """No look at the hash."""

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """What is there is what was put."""
        size, _ = _find(s, ref)
        end = size if length is None else min(start + length, size)
        return self._pieces(s, ref, min(start, size), end)
