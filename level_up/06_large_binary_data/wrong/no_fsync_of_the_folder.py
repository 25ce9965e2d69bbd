"""Believes that a file that is synced is on the disk with its name."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import FileStore as _Good
from solution import _claim, _received

FAILS = "a_crash_leaves_no_row_without_its_file"
SAYS = "without an fsync of the folder"


class FileStore(_Good):
    """The bytes are there after a power cut, and nothing leads to them."""

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """Synced and renamed."""
        self.root.mkdir(parents=True, exist_ok=True)
        incoming = self.root / f"incoming-{uuid4()}"
        try:
            with _received(chunks, limit, file := incoming.open("w+b")) as ref:
                file.flush()
                os.fsync(file.fileno())
            _claim(s, ref)
            incoming.replace(self.root / ref.sha256)
        except BaseException:
            incoming.unlink(missing_ok=True)
            raise
        return ref
