"""Gets to a part by reading the rows before it."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import ChunkStore as _Good

FAILS = "a_range_reads_only_its_chunks"
SAYS = "is looked up where it is"


class ChunkStore(_Good):
    """The last megabyte of a film costs the whole film."""

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """Everything, and then a part of it."""
        pieces = super().read(s, ref)
        return self._part(pieces, start, sys.maxsize if length is None else length)

    def _part(self, pieces: Iterator[bytes], start: int, length: int) -> Iterator[bytes]:
        for piece in pieces:
            part = piece[start : start + length]
            start -= min(start, len(piece))
            length -= len(part)
            yield part
            if length == 0 and piece:
                return
