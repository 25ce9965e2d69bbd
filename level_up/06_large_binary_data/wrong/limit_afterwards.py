"""Looks at the size when everything is there."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import ChunkStore as _Good

FAILS = "an_endless_upload_is_cut_off"
SAYS = "and went on"


class ChunkStore(_Good):
    """Who sends without an end fills the disk."""

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """All of it, and then a look."""
        with TemporaryFile() as file:
            for chunk in chunks:
                file.write(chunk)
            if file.tell() > limit:
                raise TooLarge
            file.seek(0)
            return super().put(s, iter(lambda: file.read(65_536), b""), limit=limit)
