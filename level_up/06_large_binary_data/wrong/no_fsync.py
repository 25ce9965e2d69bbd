"""Believes that a file that was closed is on the disk."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import FileStore as _Good
from solution import _claim, _received, _sync_folder

FAILS = "a_crash_leaves_no_row_without_its_file"
SAYS = "without an fsync of the file"


class FileStore(_Good):
    """The database syncs its row at the commit; the file follows when the system likes."""

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """Written and renamed."""
        self.root.mkdir(parents=True, exist_ok=True)
        incoming = self.root / f"incoming-{uuid4()}"
        try:
            with _received(chunks, limit, incoming.open("w+b")) as ref:
                pass
            _claim(s, ref)
            incoming.replace(self.root / ref.sha256)
            _sync_folder(self.root)
        except BaseException:
            incoming.unlink(missing_ok=True)
            raise
        return ref
