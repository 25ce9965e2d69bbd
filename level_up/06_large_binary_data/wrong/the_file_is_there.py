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


def gc(s: Session, store: FileStore, grace: timedelta) -> GcReport:
    """Asks for the row, then for the age: right, where a put makes its file young."""
    oldest = time.time() - grace.total_seconds()
    report = GcReport(0, 0)
    for path in list(store.root.glob("*")):
        is_lost = s.get(Blob, path.name) is None
        status = path.stat()
        if is_lost and status.st_mtime < oldest:
            path.unlink()
            report = GcReport(report.removed + 1, report.freed + status.st_size)
    return report
