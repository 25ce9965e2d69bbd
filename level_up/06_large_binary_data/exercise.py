"""Large binary data: three stores that stream, check and share what they hold.

The models, results and exceptions are given.  Write the stores and the functions at the end.
`ChunkStore` and `FileStore` must work on PostgreSQL and on SQLite.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
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


# TODO tasks 1, 4 and 7
class ChunkStore:
    """Keeps content in rows of `blob_chunks`.  See `BlobStore` for the contract."""

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """Take in a content and count one more owner."""
        raise NotImplementedError

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """Give out a content or a part of it."""
        raise NotImplementedError

    def delete(self, s: Session, ref: BlobRef) -> None:
        """Count one owner fewer; without owners the content goes."""
        raise NotImplementedError


# TODO tasks 2, 4 and 7
class LargeObjectStore:
    """Keeps content in PostgreSQL's large objects.  See `BlobStore` for the contract."""

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """Take in a content and count one more owner."""
        raise NotImplementedError

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """Give out a content or a part of it."""
        raise NotImplementedError

    def delete(self, s: Session, ref: BlobRef) -> None:
        """Count one owner fewer; without owners the large object goes, too."""
        raise NotImplementedError


# TODO tasks 3, 4 and 7
class FileStore:
    """Keeps content in files, and a row of `blobs` for each.  See `BlobStore` for the contract.

    A committed row always has its file.  A file may have no row: `gc` removes it some day.

    Args:
        root: the folder of the files, and of nothing else.  It is made when it is needed.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, s: Session, chunks: Iterable[bytes], *, limit: int) -> BlobRef:
        """Take in a content and count one more owner.  Its file is on the disk on return."""
        raise NotImplementedError

    def read(
        self, s: Session, ref: BlobRef, start: int = 0, length: int | None = None
    ) -> Iterator[bytes]:
        """Give out a content or a part of it."""
        raise NotImplementedError

    def delete(self, s: Session, ref: BlobRef) -> None:
        """Count one owner fewer; without owners the row goes, and its file is left to `gc`."""
        raise NotImplementedError


# TODO task 5
def gc(s: Session, store: FileStore, grace: timedelta) -> GcReport:
    """Remove the files that no row knows and that are older than the time of grace.

    Args:
        s: tells which contents there are.
        store: whose root is looked through, its unfinished files included; it may not exist yet.
        grace: what is younger may belong to a put whose transaction has not ended.
    """
    raise NotImplementedError


# TODO task 6
def add_document(
    s: Session, store: BlobStore, name: str, chunks: Iterable[bytes], preview: bytes, *, limit: int
) -> Document:
    """Put a content and add a document that refers to it; the caller commits.

    Args:
        s: its transaction is the caller's.
        store: where the content goes.
        name: what the client calls it: any text at all.
        chunks: the content.
        preview: a small picture of it.
        limit: of the content, in bytes.
    """
    raise NotImplementedError


# TODO task 6
def list_documents(s: Session) -> list[DocumentInfo]:
    """All documents with their sizes, by id; neither content nor previews are fetched."""
    raise NotImplementedError
