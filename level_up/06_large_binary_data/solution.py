"""Large binary data: three stores that stream, check and share what they hold.

Run it to see the naive ways fail and the right ones hold, on a PostgreSQL database of its own.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Protocol
from uuid import uuid4

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    LargeBinary,
    String,
    column,
    create_engine,
    delete,
    func,
    insert,
    select,
    table,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class TooLarge(Exception):
    """The content is larger than its limit."""


class NotFound(LookupError):
    """There is no such content."""


class Corrupt(Exception):
    """What is stored is not what was put."""


class Base(DeclarativeBase):
    """The base of the models."""


class Blob(Base):
    """One content, however many own it."""

    __tablename__ = "blobs"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    """In hexadecimal digits: the name of the content in every store."""
    size: Mapped[int] = mapped_column(BigInteger)
    owners: Mapped[int]
    """How many puts of it have not been deleted yet; at 0 the row goes."""
    oid: Mapped[int | None] = mapped_column(BigInteger)
    """The large object that holds it; only `LargeObjectStore` uses it."""


class BlobChunk(Base):
    """A part of a content, for `ChunkStore`."""

    __tablename__ = "blob_chunks"

    sha256: Mapped[str] = mapped_column(
        ForeignKey("blobs.sha256", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    """From 0."""
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Document(Base):
    """What a client has uploaded, under the client's name for it."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"))
    preview: Mapped[bytes] = mapped_column(LargeBinary)
    """A small picture of it, some kilobytes."""


@dataclass(frozen=True, slots=True)
class BlobRef:
    """The name of a content."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class GcReport:
    """What a clean-up did."""

    removed: int
    """Files."""
    freed: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """One line of a listing."""

    id: int
    name: str
    size: int


class BlobStore(Protocol):
    """What all stores do.  The transaction of `s` is the caller's: no commit, no rollback."""

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """Take in a content, piece by piece, and count one more owner.

        Args:
            s: the content is there for others when its transaction is committed.
            chunks: the pieces, of any length; only a few megabytes are held in memory at a time.
            limit: in bytes.

        Raises:
            TooLarge: there is more; it is noticed while reading, and nothing stays behind.
        """
        ...

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """Give out a content or a part of it, piece by piece.

        Args:
            s: any session.
            ref: what `put` returned, or what somebody claims that it did.
            start: the first byte; may lie beyond the end.
            length: how many bytes at most, fewer where the content ends; None for all that follow.

        Raises:
            NotFound: there is no such content (at the latest when the first piece is taken).
            Corrupt: the whole content was read, and it is not what was put (at the latest
                after the last piece); or a part is missing.
        """
        ...

    def delete(self, s: Session, ref: BlobRef) -> None:
        """Count one owner fewer; without owners the content goes.

        Raises:
            NotFound: there is no such content.
        """
        ...


def insert_into(s: Session, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows `on_conflict_do_update`, for the session's database."""
    if s.get_bind().dialect.name == "sqlite":
        return sqlite.insert(model)
    return postgresql.insert(model)


_PIECE = 256 * 1024
"""Bytes that are held at a time.  psycopg2 needs about six times as much to send them."""


@contextmanager
def _received(chunks: Iterable[bytes], limit: int, file: IO[bytes]) -> Iterator[BlobRef]:
    """Write a content into a file, and tell what it is."""
    digest = hashlib.sha256()
    size = 0
    with file:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise TooLarge(f"more than {limit} bytes")
            digest.update(chunk)
            file.write(chunk)
        file.seek(0)
        yield BlobRef(digest.hexdigest(), size)


def _pieces(file: IO[bytes], count: int | None = None) -> Iterator[bytes]:
    """What follows in a file, or its next bytes."""
    left = sys.maxsize if count is None else count
    while left > 0 and (piece := file.read(min(_PIECE, left))):
        left -= len(piece)
        yield piece


def _claim(s: Session, ref: BlobRef) -> bool:
    """Count one more owner; tell whether it is the first, so that the content is still to come.

    A second put of the same content waits here until the transaction of the first has ended.
    """
    statement = (
        insert_into(s, Blob)
        .values(sha256=ref.sha256, size=ref.size, owners=1)
        .on_conflict_do_update(index_elements=[Blob.sha256], set_={"owners": Blob.owners + 1})
        .returning(Blob.owners)
    )
    return s.scalar(statement) == 1


def _release(s: Session, ref: BlobRef) -> Blob | None:
    """Count one owner fewer; return the blob if nobody owns it any more."""
    blob = s.scalar(
        update(Blob)
        .where(Blob.sha256 == ref.sha256)
        .values(owners=Blob.owners - 1)
        .returning(Blob),
        execution_options={"populate_existing": True},
    )
    if blob is None:
        raise NotFound(ref.sha256)
    return blob if blob.owners == 0 else None


def _find(s: Session, ref: BlobRef) -> tuple[int, int | None]:
    """The size and the oid of a content."""
    row = s.execute(select(Blob.size, Blob.oid).where(Blob.sha256 == ref.sha256)).one_or_none()
    if row is None:
        raise NotFound(ref.sha256)
    return row.size, row.oid


def _checked(
    pieces: Iterator[bytes], ref: BlobRef, size: int, start: int, end: int
) -> Iterator[bytes]:
    """Pass the pieces on, and look at the end whether they were the ones that were put."""
    digest = hashlib.sha256()
    count = 0
    for piece in pieces:
        digest.update(piece)
        count += len(piece)
        yield piece
    if count != end - start:
        raise Corrupt(f"{ref.sha256}: {count} bytes found where there should be {end - start}")
    if (start, end) == (0, size) and digest.hexdigest() != ref.sha256:
        raise Corrupt(f"{ref.sha256}: the content has changed")


def _bounds(size: int, start: int, length: int | None) -> tuple[int, int]:
    start = min(start, size)
    return start, size if length is None else min(start + length, size)


class ChunkStore:
    """Keeps content in rows of `blob_chunks`."""

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """Take in a content and count one more owner."""
        # On the disk first: what it is called, and whether it is there, is known at its end.
        with _received(chunks, limit, file := TemporaryFile()) as ref:
            if _claim(s, ref):
                for number, piece in enumerate(_pieces(file)):
                    row = {"sha256": ref.sha256, "number": number, "data": piece}
                    s.execute(insert(BlobChunk), row)
        return ref

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """Give out a content or a part of it."""
        size, _ = _find(s, ref)
        start, end = _bounds(size, start, length)
        return _checked(self._pieces(s, ref, start, end), ref, size, start, end)

    def _pieces(self, s: Session, ref: BlobRef, start: int, end: int) -> Iterator[bytes]:
        for number in range(start // _PIECE, -(-end // _PIECE)):
            data = s.scalar(
                select(BlobChunk.data).where(
                    BlobChunk.sha256 == ref.sha256, BlobChunk.number == number
                )
            )
            first = number * _PIECE
            yield (data or b"")[max(start - first, 0) : end - first]

    def delete(self, s: Session, ref: BlobRef) -> None:
        """Count one owner fewer; without owners the content goes."""
        if blob := _release(s, ref):
            s.execute(delete(BlobChunk).where(BlobChunk.sha256 == ref.sha256))
            s.delete(blob)
            s.flush()


class LargeObjectStore:
    """Keeps content in PostgreSQL's large objects."""

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """Take in a content and count one more owner."""
        with _received(chunks, limit, file := TemporaryFile()) as ref:
            if _claim(s, ref):
                oid = s.scalar(select(func.lo_create(0)))
                for number, piece in enumerate(_pieces(file)):
                    s.execute(select(func.lo_put(oid, number * _PIECE, piece)))
                s.execute(update(Blob).where(Blob.sha256 == ref.sha256).values(oid=oid))
        return ref

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """Give out a content or a part of it."""
        size, oid = _find(s, ref)
        start, end = _bounds(size, start, length)
        # lo_get of a large object that is gone is an error of the server; no row is none.
        there = table("pg_largeobject_metadata", column("oid"))
        pieces = (
            bytes(
                s.scalar(
                    select(func.lo_get(there.c.oid, at, min(_PIECE, end - at))).where(
                        there.c.oid == oid
                    )
                )
                or b""
            )
            for at in range(start, end, _PIECE)
        )
        return _checked(pieces, ref, size, start, end)

    def delete(self, s: Session, ref: BlobRef) -> None:
        """Count one owner fewer; without owners the large object goes, too."""
        if blob := _release(s, ref):
            s.execute(select(func.lo_unlink(blob.oid)))  # nothing else would ever remove it
            s.delete(blob)
            s.flush()


class FileStore:
    """Keeps content in files, and a row of `blobs` for each."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """Take in a content and count one more owner.  Its file is on the disk on return."""
        self.root.mkdir(parents=True, exist_ok=True)
        incoming = self.root / f"incoming-{uuid4()}"
        try:
            with _received(chunks, limit, file := incoming.open("w+b")) as ref:
                file.flush()
                os.fsync(file.fileno())
            # The row first: it waits for others who put or delete the same content. It is
            # committed by the caller, when the file is in its place. The file is put there even
            # if one is there already: that one may be damaged.
            _claim(s, ref)
            incoming.replace(self.root / ref.sha256)
            _sync_folder(self.root)
        except BaseException:
            incoming.unlink(missing_ok=True)
            raise
        return ref

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """Give out a content or a part of it."""
        size, _ = _find(s, ref)  # what has no row is no path either
        start, end = _bounds(size, start, length)
        return _checked(self._pieces(ref, start, end), ref, size, start, end)

    def _pieces(self, ref: BlobRef, start: int, end: int) -> Iterator[bytes]:
        try:
            with (self.root / ref.sha256).open("rb") as file:
                file.seek(start)
                yield from _pieces(file, end - start)
        except FileNotFoundError:
            raise Corrupt(f"{ref.sha256}: its file is gone") from None

    def delete(self, s: Session, ref: BlobRef) -> None:
        """Count one owner fewer; without owners the row goes, and its file is left to `gc`."""
        if blob := _release(s, ref):
            s.delete(blob)
            s.flush()


def _sync_folder(folder: Path) -> None:
    """A new name is on the disk when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def gc(s: Session, store: FileStore, grace: timedelta) -> GcReport:
    """Remove the files that no row knows and that are older than the time of grace."""
    oldest = time.time() - grace.total_seconds()
    old = [path for path in store.root.glob("*") if path.stat().st_mtime < oldest]
    removed = freed = 0
    for path in old:
        # gc takes the row that a put would take, and gives it back. So it waits for a put that is
        # under way, which a SELECT would not see, and a put that comes waits for it.
        row = insert_into(s, Blob).values(sha256=path.name, size=0, owners=0)
        with s.begin_nested() as savepoint:
            if s.scalar(row.on_conflict_do_nothing().returning(Blob.sha256)) is not None:
                freed += path.stat().st_size
                removed += 1
                path.unlink()
            savepoint.rollback()
    return GcReport(removed, freed)


def add_document(
    s: Session, store: BlobStore, name: str, chunks: Iterable[bytes], preview: bytes, *, limit: int
) -> Document:
    """Put a content and add a document that refers to it; the caller commits."""
    ref = store.put(s, chunks, limit=limit)
    document = Document(name=name, sha256=ref.sha256, preview=preview)
    s.add(document)
    s.flush()
    return document


def list_documents(s: Session) -> list[DocumentInfo]:
    """All documents with their sizes, by id; neither content nor previews are fetched."""
    rows = s.execute(
        select(Document.id, Document.name, Blob.size)
        .join(Blob, Document.sha256 == Blob.sha256)
        .order_by(Document.id)
    )
    return [DocumentInfo(*row) for row in rows]


MIB = 1024 * 1024


class Film(Base):
    """The naive way: a content is one value of a column."""

    __tablename__ = "films"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)


def main(url: str) -> None:
    """Show the naive ways and what goes wrong, then the right ones, with what was observed."""
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    with Session(engine) as s, TemporaryDirectory() as folder:
        _show_memory(s)
        _show_large_objects(s)
        _show_files(s, Path(folder) / "store")
    engine.dispose()


def _film() -> Iterator[bytes]:
    """48 MiB, piece by piece."""
    block = os.urandom(MIB)
    return (number.to_bytes(8) + block[8:] for number in range(48))


def _cost(work: Callable[[], object]) -> str:
    tracemalloc.start()
    began = time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    peak = tracemalloc.get_traced_memory()[1] / MIB
    tracemalloc.stop()
    return f"{peak:5.0f} MiB of memory, {seconds * 1000:5.0f} ms"


def _show_memory(s: Session) -> None:
    print("1. A film of 48 MiB as one value of a column (naive) and in chunks")

    def put_naively() -> None:
        s.add(Film(title="one", content=b"".join(_film())))
        s.commit()

    def read_a_part_naively() -> None:
        film = s.scalars(select(Film)).one()
        assert film.content[40 * MIB : 41 * MIB]

    print(f"   naive: put              {_cost(put_naively)}")
    s.expunge_all()
    print(f"          list its title   {_cost(lambda: [f.title for f in s.scalars(select(Film))])}")
    s.expunge_all()
    print(f"          read 1 MiB of it {_cost(read_a_part_naively)}")
    s.expunge_all()
    store = ChunkStore()

    def put() -> None:
        add_document(s, store, "one", _film(), b"", limit=99 * MIB)
        s.commit()

    print(f"   right: put              {_cost(put)}")
    print(f"          list its title   {_cost(lambda: list_documents(s))}")
    ref = BlobRef(s.scalars(select(Blob.sha256)).one(), 48 * MIB)
    print(f"          read 1 MiB of it {_cost(lambda: list(store.read(s, ref, 40 * MIB, MIB)))}")


def _show_large_objects(s: Session) -> None:
    count = select(func.count()).select_from(table("pg_largeobject_metadata"))
    print("\n2. A large object is deleted")
    store = LargeObjectStore()
    ref = store.put(s, [b"tea"], limit=MIB)
    s.execute(delete(Blob).where(Blob.sha256 == ref.sha256))
    print(f"   naive: its row is deleted: {s.scalar(count)} large object is left, known to nobody.")
    s.rollback()
    ref = store.put(s, [b"tea"], limit=MIB)
    store.delete(s, ref)
    print(f"   right: lo_unlink, too: {s.scalar(count)} are left.")


def _show_files(s: Session, root: Path) -> None:
    print("\n3. A file and its row")
    store = FileStore(root)
    ref = store.put(s, [b"te", b"a"], limit=MIB)
    s.commit()
    store.delete(s, ref)
    (root / ref.sha256).unlink()
    s.rollback()
    try:
        list(store.read(s, ref))
    except Corrupt as error:
        print(f"   naive: the file is removed with the row, then a rollback: {str(error)[-16:]}.")
    store.put(s, [b"tea"], limit=MIB)
    store.delete(s, ref)
    s.rollback()
    print(f"   right: the row alone is deleted, then a rollback: {list(store.read(s, ref))}.")
    (root / ref.sha256).write_bytes(b"TEA")
    try:
        list(store.read(s, ref))
    except Corrupt as error:
        print(f"          somebody edits the file: {str(error)[66:]}.")
    store.put(s, [b"coffee"], limit=MIB)
    s.rollback()  # the file stays, without a row
    for grace in (timedelta(hours=1), timedelta(0)):
        print(f"          gc with grace {grace}: {gc(s, store, grace)}")


if __name__ == "__main__":
    from runner.api import scratch_postgres

    with scratch_postgres() as url:
        main(url)
