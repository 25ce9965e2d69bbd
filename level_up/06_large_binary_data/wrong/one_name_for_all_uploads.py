"""Gives the unfinished files of all puts one name."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import FileStore as _Good
from solution import _claim, _received, _sync_folder

FAILS = "puts_that_overlap_do_not_mix"
SAYS = "what is not finished has a name of its own"


class FileStore(_Good):
    """Right as long as nobody else puts anything."""

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """Both write into one file."""
        self.root.mkdir(parents=True, exist_ok=True)
        incoming = self.root / "incoming"
        try:
            with _received(chunks, limit, file := incoming.open("w+b")) as ref:
                file.flush()
                os.fsync(file.fileno())
            _claim(s, ref)
            incoming.replace(self.root / ref.sha256)
            _sync_folder(self.root)
        except BaseException:
            incoming.unlink(missing_ok=True)
            raise
        return ref
