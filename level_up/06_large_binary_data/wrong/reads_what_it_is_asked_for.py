"""Takes a reference for a path: whoever can name a file can read it."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import FileStore as _Good
from solution import _checked

FAILS = "files_come_back_as_they_went"
SAYS = "so that it has no row in blobs, and it gave b'uncommitted'"


class FileStore(_Good):
    """Without a look at the row."""

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """The size is what the caller says."""
        if not (self.root / ref.sha256).exists():
            raise NotFound
        start = min(start, ref.size)
        end = ref.size if length is None else min(start + length, ref.size)
        return _checked(self._pieces(ref, start, end), ref, ref.size, start, end)
