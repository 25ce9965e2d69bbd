"""Nothing is spooled: rows, objects and files are written while the content comes in."""

from collections.abc import Callable

from solution import *  # pyright: ignore[reportAssignmentType] - one class is said again
from solution import _sync_folder
from sqlalchemy import text

_SIZE = 128 * 1024


class _Meter:
    """Counts and hashes what passes."""

    def __init__(self, chunks: Iterable[bytes], limit: int) -> None:
        self.chunks, self.left = chunks, limit
        self.hash = hashlib.sha256()
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        """The content in pieces of one size, but for the last."""
        rest = bytearray()
        for chunk in self.chunks:
            self.left -= len(chunk)
            if self.left < 0:
                raise TooLarge
            self.size += len(chunk)
            self.hash.update(chunk)
            rest += chunk
            while len(rest) >= _SIZE:
                yield bytes(rest[:_SIZE])
                del rest[:_SIZE]
        if rest:
            yield bytes(rest)

    @property
    def ref(self) -> BlobRef:
        """What has passed."""
        return BlobRef(self.hash.hexdigest(), self.size)


def _count(s: Session, ref: BlobRef, change: int) -> tuple[int, int | None]:
    """Change the number of owners; return it, with the oid."""
    row = s.execute(
        text("UPDATE blobs SET owners = owners + :n WHERE sha256 = :sha RETURNING owners, oid"),
        {"n": change, "sha": ref.sha256},
    ).one_or_none()
    if row is None:
        raise NotFound
    return row.owners, row.oid


def _is_new(s: Session, ref: BlobRef, oid: int | None = None) -> bool:
    new = text("INSERT INTO blobs VALUES (:sha, :size, 0, :oid) ON CONFLICT DO NOTHING RETURNING 1")
    values = {"sha": ref.sha256, "size": ref.size, "oid": oid}
    while True:
        inserted = s.execute(new, values).one_or_none() is not None
        try:
            _count(s, ref, 1)
        except NotFound:  # gone between the two
            continue
        return inserted


def _range(s: Session, ref: BlobRef, start: int, length: int | None) -> tuple[int, int]:
    size = s.scalar(select(Blob.size).where(Blob.sha256 == ref.sha256))
    if size is None:
        raise NotFound
    return min(start, size), size if length is None else min(start + length, size)


def _stream(
    part: Callable[[int, int], bytes | memoryview | None], ref: BlobRef, start: int, end: int
) -> Iterator[bytes]:
    whole = hashlib.sha256() if (start, end) == (0, ref.size) else None
    at = start
    while at < end:
        count = min(_SIZE - at % _SIZE, end - at)
        piece = bytes(part(at, count) or b"")
        if len(piece) != count:
            raise Corrupt
        if whole:
            whole.update(piece)
        yield piece
        at += count
    if whole and whole.hexdigest() != ref.sha256:
        raise Corrupt


class ChunkStore:
    """Chunks are stored under a name of the upload, which is exchanged in the end."""

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """Take in a content and count one more owner."""
        meter = _Meter(chunks, limit)
        upload = f"upload-{uuid4()}"
        with s.begin_nested():  # TooLarge rolls back to here
            s.add(Blob(sha256=upload, size=0, owners=0))
            s.flush()
            for number, piece in enumerate(meter):
                row = {"sha256": upload, "number": number, "data": piece}
                s.execute(BlobChunk.__table__.insert(), row)  # type: ignore[attr-defined]
            if _is_new(s, meter.ref):
                s.execute(
                    update(BlobChunk).filter_by(sha256=upload).values(sha256=meter.ref.sha256)
                )
            s.execute(delete(BlobChunk).filter_by(sha256=upload))
            s.execute(delete(Blob).filter_by(sha256=upload))
        return meter.ref

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """Give out a content or a part of it."""
        start, end = _range(s, ref, start, length)

        def part(at: int, count: int) -> bytes | None:
            data = func.substr(BlobChunk.data, at % _SIZE + 1, count)
            return s.scalar(select(data).filter_by(sha256=ref.sha256, number=at // _SIZE))

        yield from _stream(part, ref, start, end)

    def delete(self, s: Session, ref: BlobRef) -> None:
        """Count one owner fewer; without owners the content goes."""
        owners, _ = _count(s, ref, -1)
        if owners == 0:
            s.execute(delete(BlobChunk).filter_by(sha256=ref.sha256))
            s.execute(delete(Blob).filter_by(sha256=ref.sha256))


class LargeObjectStore:
    """The driver's own objects, which look like files."""

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """Take in a content and count one more owner."""
        connection = s.connection().connection.driver_connection
        assert connection is not None
        target = connection.lobject(0, "wb")
        meter = _Meter(chunks, limit)
        try:
            for piece in meter:
                target.write(piece)
        except BaseException:
            target.unlink()
            raise
        oid = target.oid
        target.close()
        if not _is_new(s, meter.ref, oid):
            connection.lobject(oid, "n").unlink()
        return meter.ref

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """Give out a content or a part of it."""
        start, end = _range(s, ref, start, length)
        connection = s.connection().connection.driver_connection
        assert connection is not None
        oid = s.scalars(select(Blob.oid).filter_by(sha256=ref.sha256)).one()
        try:
            with s.begin_nested():
                source = connection.lobject(oid, "rb")
        except connection.Error as error:
            raise Corrupt from error

        def part(at: int, count: int) -> bytes:
            source.seek(at)
            return source.read(count)

        yield from _stream(part, ref, start, end)
        source.close()

    def delete(self, s: Session, ref: BlobRef) -> None:
        """Count one owner fewer; without owners the content goes."""
        owners, oid = _count(s, ref, -1)
        if owners == 0:
            s.execute(text("SELECT lo_unlink(:oid)"), {"oid": oid})
            s.execute(delete(Blob).filter_by(sha256=ref.sha256))


class FileStore:
    """Files in 256 folders; what comes in has a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, ref: BlobRef) -> Path:
        return self.root / ref.sha256[:2] / ref.sha256[2:]

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """Take in a content and count one more owner."""
        incoming = self.root / "incoming" / str(uuid4())
        incoming.parent.mkdir(parents=True, exist_ok=True)
        meter = _Meter(chunks, limit)
        try:
            with incoming.open("wb") as file:
                for piece in meter:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            _is_new(s, meter.ref)
            folder = self._path(meter.ref).parent
            folder.mkdir(exist_ok=True)
            os.rename(incoming, self._path(meter.ref))
            _sync_folder(folder)
            _sync_folder(self.root)  # where the name of that folder is, which may be new
        finally:
            incoming.unlink(missing_ok=True)
        return meter.ref

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """Give out a content or a part of it."""
        start, end = _range(s, ref, start, length)
        try:
            descriptor = os.open(self._path(ref), os.O_RDONLY)
        except FileNotFoundError as error:
            raise Corrupt from error
        try:
            yield from _stream(lambda at, count: os.pread(descriptor, count, at), ref, start, end)
        finally:
            os.close(descriptor)

    def delete(self, s: Session, ref: BlobRef) -> None:
        """Count one owner fewer; without owners the content goes."""
        owners, _ = _count(s, ref, -1)
        if owners == 0:
            s.execute(delete(Blob).filter_by(sha256=ref.sha256))


def gc(s: Session, store: FileStore, grace: timedelta) -> GcReport:
    """One file after another."""
    report = GcReport(0, 0)
    for path in store.root.rglob("*"):
        status = path.stat()
        if not path.is_file() or time.time() - status.st_mtime <= grace.total_seconds():
            continue
        with s.begin_nested() as savepoint:
            # As a put would: whoever puts it now waits, or has been waited for.
            if _is_new(s, BlobRef(path.parent.name + path.name, 0)):
                path.unlink()
                report = GcReport(report.removed + 1, report.freed + status.st_size)
            savepoint.rollback()
    return report
