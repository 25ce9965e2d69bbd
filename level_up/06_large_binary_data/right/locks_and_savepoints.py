"""Without ON CONFLICT: insert in a savepoint, and where it was there already lock its row."""

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import ChunkStore as _Chunks
from solution import FileStore as _Files
from solution import LargeObjectStore as _LargeObjects
from solution import _checked, _pieces, _received, _sync_folder
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import defer


def _locked(s: Session, ref: BlobRef) -> Blob | None:
    return s.scalar(
        select(Blob).where(Blob.sha256 == ref.sha256).with_for_update(),
        execution_options={"populate_existing": True},
    )


def _own(s: Session, ref: BlobRef) -> tuple[Blob, bool]:
    """The blob, locked, with one more owner; and whether it is new."""
    while True:
        try:
            with s.begin_nested():
                blob = Blob(sha256=ref.sha256, size=ref.size, owners=1)
                s.add(blob)
            return blob, True
        except IntegrityError:
            blob = _locked(s, ref)
        if blob is not None:
            blob.owners += 1
            s.flush()
            return blob, False


def _disown(s: Session, ref: BlobRef) -> Blob | None:
    blob = _locked(s, ref)
    if blob is None:
        raise NotFound
    blob.owners -= 1
    s.flush()
    return None if blob.owners else blob


class ChunkStore(_Chunks):
    """Rows through the ORM in, and a server-side cursor out."""

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """Take in a content and count one more owner."""
        with _received(chunks, limit, file := TemporaryFile()) as ref:
            if _own(s, ref)[1]:
                for number, piece in enumerate(_pieces(file)):
                    chunk = BlobChunk(sha256=ref.sha256, number=number, data=piece)
                    s.add(chunk)
                    s.flush()
                    s.expunge(chunk)
        return ref

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """Give out a content or a part of it."""
        if start or length is not None:
            return super().read(s, ref, start, length)
        blob = s.get(Blob, ref.sha256)
        if blob is None:
            raise NotFound
        query = select(BlobChunk.data).filter_by(sha256=ref.sha256).order_by(BlobChunk.number)
        pieces = s.scalars(query, execution_options={"yield_per": 2})
        return _checked(iter(pieces), ref, blob.size, 0, blob.size)

    def delete(self, s: Session, ref: BlobRef) -> None:
        """Count one owner fewer; without owners the content goes."""
        if blob := _disown(s, ref):
            s.execute(delete(BlobChunk).filter_by(sha256=ref.sha256))
            s.delete(blob)
            s.flush()


class LargeObjectStore(_LargeObjects):
    """One call makes the large object with its first piece."""

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """Take in a content and count one more owner."""
        with _received(chunks, limit, file := TemporaryFile()) as ref:
            blob, is_new = _own(s, ref)
            if is_new:
                pieces = _pieces(file)
                blob.oid = s.scalar(select(func.lo_from_bytea(0, next(pieces, b""))))
                at = 256 * 1024
                for piece in pieces:
                    s.scalar(select(func.lo_put(blob.oid, at, piece)))
                    at += len(piece)
                s.flush()
        return ref

    def delete(self, s: Session, ref: BlobRef) -> None:
        """Count one owner fewer; without owners the content goes."""
        if blob := _disown(s, ref):
            s.scalar(select(func.lo_unlink(blob.oid)))
            s.delete(blob)
            s.flush()


class FileStore(_Files):
    """A hard link in place of a rename; a file that is there is touched."""

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """Take in a content and count one more owner."""
        self.root.mkdir(parents=True, exist_ok=True)
        incoming = self.root / f"{uuid4()}.tmp"
        try:
            with _received(chunks, limit, file := incoming.open("x+b")) as ref:
                file.flush()
                os.fsync(file.fileno())
            _own(s, ref)
            try:
                (self.root / ref.sha256).hardlink_to(incoming)
            except FileExistsError:
                os.utime(self.root / ref.sha256)
            _sync_folder(self.root)
        finally:
            incoming.unlink(missing_ok=True)
        return ref

    def delete(self, s: Session, ref: BlobRef) -> None:
        """Count one owner fewer; without owners the content goes."""
        if blob := _disown(s, ref):
            s.delete(blob)
            s.flush()


def list_documents(s: Session) -> list[DocumentInfo]:
    """Objects without the column that is not needed, and the sizes from a second query."""
    sizes = dict(s.execute(select(Blob.sha256, Blob.size)).tuples().all())
    documents = s.scalars(select(Document).options(defer(Document.preview)).order_by(Document.id))
    return [DocumentInfo(d.id, d.name, sizes[d.sha256]) for d in documents]
