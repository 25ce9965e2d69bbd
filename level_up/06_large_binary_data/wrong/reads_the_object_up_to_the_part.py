"""Gets to a part by reading the large object from its beginning."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import LargeObjectStore as _Good

FAILS = "a_range_seeks_in_a_large_object"
SAYS = "is looked up where it is"


class LargeObjectStore(_Good):
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
