"""Leaves a file as it is that is there already, however old."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import FileStore as _Good

FAILS = "gc_spares_a_put_that_is_under_way"
SAYS = "must make its file young again"


class FileStore(_Good):
    """An old file without a row is what gc is looking for."""

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """Keeps the age of the file that was there."""
        before = {path: path.stat().st_mtime for path in self.root.glob("*")}
        ref = super().put(s, chunks, limit=limit)
        path = self.root / ref.sha256
        if path in before:
            os.utime(path, (0, before[path]))
        return ref
