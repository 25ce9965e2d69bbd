"""Removes the file together with the row, as if it took part in the transaction."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import FileStore as _Good
from solution import _release

FAILS = "a_rolled_back_delete_keeps_the_file"
SAYS = "A file knows no transaction"


class FileStore(_Good):
    """After a rollback there is a row without a file."""

    def delete(self, s: Session, ref: BlobRef) -> None:
        """Row and file."""
        if blob := _release(s, ref):
            s.delete(blob)
            s.flush()
            (self.root / ref.sha256).unlink()
