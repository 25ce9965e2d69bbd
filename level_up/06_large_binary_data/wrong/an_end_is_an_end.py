"""Takes the end of the file for the end of the content."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import FileStore as _Good
from solution import _find

FAILS = "damaged_files_are_noticed"
SAYS = "The end was cut off."


class FileStore(_Good):
    """Compares hashes only where all bytes have come."""

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """What the file still has."""
        size, _ = _find(s, ref)
        count = 0
        try:
            for piece in super().read(s, ref, start, length):
                count += len(piece)
                yield piece
        except Corrupt:
            if count == size:
                raise
