"""Checks of `level_up/06_large_binary_data`."""

from __future__ import annotations

import ctypes
import gc
import hashlib
import os
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, NullPool
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from runner.api import (
    Crash,
    Database,
    Memory,
    Schedule,
    SqlLog,
    assert_same_rows,
    datasets,
    first_line,
    must_raise,
    until,
    waiting,
)

MIB = 1024 * 1024
BLOCK = random.Random(6).randbytes(MIB)
HOUR = timedelta(hours=1)

# ---- task 1: ChunkStore --------------------------------------------------------------------


@pytest.mark.task(1)
def test_chunks_come_back_as_they_went(answer: Any, database: Database) -> None:
    """ChunkStore gives back every content, whole and in parts."""
    _assert_comes_back(answer, answer.ChunkStore(), database)


@pytest.mark.task(1)
def test_equal_chunks_are_stored_once(answer: Any, database: Database) -> None:
    """ChunkStore holds a content once, until its last owner deletes it."""
    engine = _engine(answer, database)
    _assert_shares(
        answer,
        answer.ChunkStore(),
        engine,
        lambda: database.rows("SELECT coalesce(sum(length(data)), 0) FROM blob_chunks")[0][0],
        "bytes in blob_chunks",
    )


@pytest.mark.task(1)
def test_damaged_chunks_are_noticed(answer: Any, database: Database) -> None:
    """ChunkStore notices a flipped bit and missing bytes."""
    mark = "%s" if database.kind == "postgres" else "?"
    where = f"WHERE sha256 = {mark} AND number = (SELECT max(number) FROM blob_chunks)"

    def flip(ref: Any) -> None:
        """One bit was changed."""
        [(data,)] = database.rows(f"SELECT data FROM blob_chunks {where}", ref.sha256)
        _execute(
            database, f"UPDATE blob_chunks SET data = {mark} {where}", _flipped(data), ref.sha256
        )

    def cut(ref: Any) -> None:
        """The end was cut off."""
        _execute(database, f"DELETE FROM blob_chunks {where}", ref.sha256)

    def remove(ref: Any) -> None:
        """All bytes were removed, the row in blobs was not."""
        _execute(database, f"DELETE FROM blob_chunks WHERE sha256 = {mark}", ref.sha256)

    _assert_notices(answer, answer.ChunkStore(), _engine(answer, database), flip, cut, remove)


# ---- task 2: LargeObjectStore --------------------------------------------------------------


@pytest.mark.on("postgres")
@pytest.mark.task(2)
def test_large_objects_come_back_as_they_went(answer: Any, database: Database) -> None:
    """LargeObjectStore gives back every content, whole and in parts."""
    _assert_comes_back(answer, answer.LargeObjectStore(), database)


@pytest.mark.on("postgres")
@pytest.mark.task(2)
def test_no_large_object_is_orphaned(answer: Any, database: Database) -> None:
    """LargeObjectStore holds a content once, and leaves no large object behind."""
    _assert_shares(
        answer,
        answer.LargeObjectStore(),
        _engine(answer, database),
        lambda: database.rows("SELECT count(*) FROM pg_largeobject_metadata")[0][0],
        "large objects",
    )


@pytest.mark.on("postgres")
@pytest.mark.task(2)
def test_damaged_large_objects_are_noticed(answer: Any, database: Database) -> None:
    """LargeObjectStore notices a flipped bit and missing bytes."""

    def flip(_ref: Any) -> None:
        """One bit was changed."""
        [(oid, old)] = database.rows("SELECT oid, lo_get(oid, 9, 1) FROM pg_largeobject_metadata")
        _execute(database, "SELECT lo_put(%s, 9, %s)", oid, _flipped(old))

    def cut(_ref: Any) -> None:
        """The end was cut off."""
        write = 0x20000
        _execute(
            database,
            "SELECT lo_truncate(lo_open(oid, %s), 99) FROM pg_largeobject_metadata",
            write,
        )

    def remove(_ref: Any) -> None:
        """All bytes were removed, the row in blobs was not."""
        _execute(database, "SELECT lo_unlink(oid) FROM pg_largeobject_metadata")

    _assert_notices(answer, answer.LargeObjectStore(), _engine(answer, database), flip, cut, remove)


# ---- task 3: FileStore ---------------------------------------------------------------------


@pytest.mark.task(3)
def test_files_come_back_as_they_went(answer: Any, database: Database, folder: Path) -> None:
    """FileStore gives back every content, whole and in parts."""
    _assert_comes_back(answer, answer.FileStore(folder / "a" / "b"), database)


@pytest.mark.task(3)
def test_equal_files_are_stored_once(answer: Any, database: Database, folder: Path) -> None:
    """FileStore holds a content once, until its last owner deletes it."""
    _assert_shares(
        answer,
        answer.FileStore(folder),
        _engine(answer, database),
        lambda: len(_files(folder)),
        "files",
        leaves_files=True,
    )


@pytest.mark.task(3)
def test_damaged_files_are_noticed(answer: Any, database: Database, folder: Path) -> None:
    """FileStore notices a flipped bit and missing bytes."""

    def flip(ref: Any) -> None:
        """One bit was changed."""
        path = _file_of(folder, ref)
        path.write_bytes(_flipped(path.read_bytes()))

    def cut(ref: Any) -> None:
        """The end was cut off."""
        os.truncate(_file_of(folder, ref), 99)

    def remove(ref: Any) -> None:
        """All bytes were removed, the row in blobs was not."""
        _file_of(folder, ref).unlink()

    _assert_notices(answer, answer.FileStore(folder), _engine(answer, database), flip, cut, remove)


@pytest.mark.task(3)
def test_a_rolled_back_delete_keeps_the_file(answer: Any, database: Database, folder: Path) -> None:
    """A delete that is rolled back leaves row and file."""
    engine = _engine(answer, database)
    store = answer.FileStore(folder)
    ref = _put(store, engine, b"tea" * 9)
    before = _files(folder)
    with Session(engine) as session:
        store.delete(session, ref)
        session.rollback()
    is_kept = _files(folder) == before
    assert is_kept, (
        "delete was called and the caller rolled back: the row is there, and its file is gone. "
        "A file knows no transaction, so delete leaves it alone"
    )
    assert _content_of(answer, store, engine, ref) == b"tea" * 9, (
        "the content cannot be read after a delete that was rolled back: "
        "what is rolled back has not happened"
    )
    _delete(store, engine, ref)
    assert _content_of(answer, store, engine, ref) is None, (
        "a deleted content can still be read: without a row there is no content"
    )


@pytest.mark.task(3)
def test_a_crash_leaves_no_row_without_its_file(
    answer: Any, database: Database, folder: Path, crash: Crash
) -> None:
    """Killed at any step of a put, no row is without its file."""
    engine = _engine(answer, database)
    store = answer.FileStore(folder)
    contents = (BLOCK[number : number + 70_000] for number in range(1000))

    def work() -> None:
        _put(store, engine, content)

    content = next(contents)
    steps = crash.trace(work)
    commits = [step.number for step in steps if step.name == "commit"]
    synced = [step.number for step in steps if step.name == "fsync" and not step.is_folder]
    assert commits, "the check committed a put, and no statement was sent: there is no row"
    is_synced = min(synced, default=commits[-1]) < commits[-1]
    assert is_synced, (
        f"the steps of a put were {', '.join(map(str, steps))}: without an fsync of the file a "
        "power cut after the commit leaves a row and an empty file"
    )
    named = [step for step in steps[: commits[-1]] if step.destination]
    if named:  # where nothing was renamed, the crashes tell
        keeper = Path(named[-1].destination).parent
        is_lasting = any(
            step.name == "fsync" and step.is_folder and keeper.samefile(step.path)
            for step in steps[named[-1].number : commits[-1]]
        )
        assert is_lasting, (
            f"the steps of a put were {', '.join(map(str, steps))}: without an fsync of the folder "
            "between the rename and the commit a power cut leaves a row and a file without its name"
        )
    content = next(contents)
    for point in crash.points(work):
        content = next(contents)
        crash.at(point, work, database=database)
        for sha256, size in database.rows("SELECT sha256, size FROM blobs"):
            story = f"killed {point}: "
            found = _content_of(answer, store, engine, answer.BlobRef(sha256, size), story)
            if found is None:
                raise AssertionError(
                    f"killed {point}, there is a row of {size} bytes that cannot be read: "
                    "a row may only be committed when its file is in its place"
                )
        ref = _put(store, engine, content)
        is_whole = _content_of(answer, store, engine, ref) == content
        assert is_whole, (
            f"killed {point}; then the content was put again, and still it cannot be read: "
            "what a killed put has left must not be taken for the content"
        )
    ref = _put(store, engine, content)  # has a committed row, and work puts it once more
    for point in crash.points(work):
        crash.at(point, work, database=database)
        is_whole = _content_of(answer, store, engine, ref, f"killed {point}: ") == content
        assert is_whole, (
            f"a content had a committed row and was put again, killed {point}, and it cannot be "
            "read any more: a file that a row needs is never written over, a new one gets its "
            "name when it is whole"
        )


@pytest.mark.task(3)
def test_refs_never_become_paths(answer: Any, database: Database, folder: Path) -> None:
    """What a client claims to be a reference never becomes a path."""
    engine = _engine(answer, database)
    store = answer.FileStore(folder / "root")
    secret = folder / "secret"
    secret.write_bytes(b"top secret")
    ref = _put(store, engine, b"open")
    assert _content_of(answer, store, engine, ref) == b"open", (
        f"a content was put and committed, and {ref} does not bring it back"
    )
    (folder / "root" / ("f" * 64)).write_bytes(b"an orphan")
    for claimed in ("../secret", str(secret), "f" * 64, "", ".", f"{ref.sha256}/../../secret"):
        for size in (0, 10):
            got = b""
            with (
                Session(engine) as session,
                suppress(answer.NotFound, answer.Corrupt),
                _named(f"read of BlobRef({claimed!r}, {size})"),
            ):
                for piece in store.read(session, answer.BlobRef(claimed, size)):
                    got += piece
            assert got == b"", (
                f"read of BlobRef({claimed!r}, {size}) gave {got!r}: "
                "only what a row knows is a content, whatever a client asks for"
            )
        with (
            Session(engine) as session,
            suppress(answer.NotFound),
            _named(f"delete of BlobRef({claimed!r}, 10)"),
        ):
            store.delete(session, answer.BlobRef(claimed, 10))
            session.commit()
        is_kept = secret.exists() and secret.read_bytes() == b"top secret"
        assert is_kept, (
            f"delete of BlobRef({claimed!r}, 10) changed or removed a file outside of root: "
            "only what a row knows is a content, whatever a client asks for"
        )


# ---- task 4: all stores --------------------------------------------------------------------


@pytest.mark.task(4)
def test_an_endless_upload_is_cut_off(answer: Any, database: Database, folder: Path) -> None:
    """A put that goes over its limit is ended while it is read, and leaves nothing."""
    engine = _engine(answer, database)

    def endless(name: str, piece: int, limit: int) -> Iterator[bytes]:
        for taken in range(0, limit * 3, piece):
            assert taken < limit * 2, (
                f"{name}.put with limit={limit} had read {taken} bytes and went on: "
                "who sends may never stop, the limit must be looked at while reading"
            )
            yield bytes(piece)

    for store in _stores(answer, database, folder):
        name = type(store).__name__
        for piece, limit in ((65_536, MIB), (1, 5)):
            before = (_files(folder), _stored(database))
            with Session(engine) as session:
                with must_raise(answer.TooLarge, f"{name}.put got more than limit={limit} bytes"):
                    store.put(session, endless(name, piece, limit), limit=limit)
                with suppress(SQLAlchemyError):
                    session.commit()
            assert (_files(folder), _stored(database)) == before, (
                f"{name}.put left files, chunks, large objects or rows after TooLarge and the "
                "caller's commit: what was refused leaves nothing"
            )
            try:
                ref = _put(store, engine, bytes(limit), limit=limit)
            except answer.TooLarge as error:
                raise AssertionError(
                    f"{name}.put of exactly limit={limit} bytes raised TooLarge: "
                    "as many are fine, one more is too many"
                ) from error
            _delete(store, engine, ref)


@pytest.mark.on("postgres")
@pytest.mark.task(4)
def test_twins_are_stored_once(
    answer: Any, database: Database, folder: Path, schedule: Schedule
) -> None:
    """Two that put or delete the same content at once do not hurt each other."""
    engine = _engine(answer, database)
    cases = [
        # owners before, what A does, how A ends, what B does meanwhile, owners afterwards
        (0, "put", "commit", "put", 2),
        (0, "put", "rollback", "put", 1),
        (1, "delete", "commit", "put", 1),
        (1, "delete", "rollback", "put", 2),
        (1, "put", "commit", "delete", 1),
    ]
    for store in _stores(answer, database, folder):
        for number, (before, first, end, second, owners) in enumerate(cases):
            content = BLOCK[number : number + 300_000]
            ref = answer.BlobRef(hashlib.sha256(content).hexdigest(), len(content))
            for _ in range(before):
                _put(store, engine, content)
            story = f"{type(store).__name__}: A's {first}, B's {second} of the same, then A's {end}"
            works: dict[str, Callable[[Session], Any]] = {
                "put": lambda s, store=store, content=content: store.put(s, [content], limit=MIB),
                "delete": lambda s, store=store, ref=ref: store.delete(s, ref),
            }
            connect = lambda: Session(bind=engine.connect())  # noqa: E731
            with schedule(database, "A", "B", connect=connect) as (a, b):
                a.run(works[first])
                step = b.start(works[second])
                until(lambda b=b, step=step: step.done or b.is_waiting)
                a.run(Session.commit if end == "commit" else Session.rollback)
                try:
                    step.result()
                except SQLAlchemyError as error:
                    raise AssertionError(
                        f"{story}: B got {first_line(error)}. What a SELECT saw may be outdated "
                        "when the write comes, so one atomic statement must decide"
                    ) from error
                b.run(Session.commit)
            kept = database.rows("SELECT owners FROM blobs WHERE sha256 = %s", ref.sha256)
            assert kept == [(owners,)], (
                f"{story}: the owners in blobs are {kept}, right is {owners}: each put counts one "
                "more and each delete one fewer, if it is committed"
            )
            assert _content_of(answer, store, engine, ref) == content, (
                f"{story}: the content cannot be read any more: "
                "who finds a row may rely on the content only if the row cannot go away"
            )
            for _ in range(owners):
                _delete(store, engine, ref)
    left = _stored(database)
    assert left == (0, 0, 0), (
        f"all was deleted, and there are {left} rows of blobs, rows of chunks and large objects: "
        "with the last owner a content goes"
    )


@pytest.mark.on("postgres")
@pytest.mark.task(4)
def test_puts_that_overlap_do_not_mix(answer: Any, database: Database, folder: Path) -> None:
    """A put that comes while another one is under way does not hurt it."""
    engine = _engine(answer, database)
    first, other = BLOCK[:300_000], BLOCK[1:300_001]
    for store in _stores(answer, database, folder):
        name = type(store).__name__
        for second, what in ((other, "another content"), (first, "the same content")):
            failed: list[BaseException] = []

            def put_b(
                store: Any = store,
                second: bytes = second,
                failed: list[BaseException] = failed,
            ) -> None:
                try:
                    _put(store, engine, second)
                except BaseException as error:  # told by the check
                    failed.append(error)

            b = threading.Thread(target=put_b, daemon=True)

            def pieces(b: threading.Thread = b) -> Iterator[bytes]:
                yield first[:150_000]
                b.start()
                with suppress(AssertionError):  # B may wait for A where no view shows it
                    until(lambda: not b.is_alive() or waiting(database), seconds=10)
                yield first[150_000:]

            story = f"{name}: A had put half of a content, B put {what} and committed, A went on"
            rule = "what is not finished has a name of its own, or two take it for theirs"
            try:
                with Session(engine) as session:
                    store.put(session, pieces(), limit=MIB)
                    session.commit()
            except (OSError, SQLAlchemyError) as error:
                raise AssertionError(f"{story} and got {first_line(error)}: {rule}") from error
            b.join(15)
            assert not failed, f"{story}, and B got {first_line(failed[0])}: {rule}"
            for who, content in (("A", first), ("B", second)):
                ref = answer.BlobRef(hashlib.sha256(content).hexdigest(), len(content))
                is_whole = _content_of(answer, store, engine, ref) == content
                assert is_whole, f"{story}, and what {who} has put cannot be read: {rule}"
            for content in (first, second):
                _delete(
                    store,
                    engine,
                    answer.BlobRef(hashlib.sha256(content).hexdigest(), len(content)),
                )


# ---- task 5: gc ----------------------------------------------------------------------------


@pytest.mark.task(5)
def test_gc_keeps_what_is_young_or_owned(
    answer: Any, database: Database, folder: Path, crash: Crash
) -> None:
    """gc removes what no row knows and is older than the time of grace, and nothing else."""
    engine = _engine(answer, database)
    store = answer.FileStore(folder / "not yet there")
    with _named("gc of a store whose root is not there yet"):
        report = _gc(answer, store, engine)
    assert report == answer.GcReport(0, 0), (
        f"gc of a store whose root is not there yet reported {report}: there was nothing to remove"
    )
    owned = _put(store, engine, b"owned" * 1000)
    _put(store, engine, b"lost")
    _execute(database, "DELETE FROM blobs WHERE size = 4")
    for point in crash.points(lambda: _put(store, engine, b"whole" * 50)):
        text = str(point).encode() * 50
        with suppress(AssertionError):  # where its steps are others, it was not killed
            crash.at(point, lambda text=text: _put(store, engine, text), database=database)
    files = _files(folder)
    report = _gc(answer, store, engine)
    assert (_files(folder), report.removed) == (files, 0), (
        f"gc with an hour of grace removed {len(files) - len(_files(folder))} young files and "
        f"reported {report}: a young file may belong to a put that has not been committed yet"
    )
    freed = sum(path.stat().st_size for path in files)
    _make_old(folder)
    report = _gc(answer, store, engine)
    left = _files(folder)
    freed -= sum(path.stat().st_size for path in left)
    assert _content_of(answer, store, engine, owned) == b"owned" * 1000, (
        "gc removed a file that a row knows: age alone says nothing"
    )
    rows = database.rows("SELECT count(*) FROM blobs")[0][0]
    is_clean = len(left) == rows
    assert is_clean, (
        f"{len(left)} old files are left after gc, {rows} contents have a row: what no row knows "
        "goes, also the unfinished file of a put that was killed"
    )
    assert report == answer.GcReport(len(files) - len(left), freed), (
        f"gc removed {len(files) - len(left)} files of {freed} bytes and reported {report}: "
        "a report tells what was done"
    )


@pytest.mark.on("postgres")
@pytest.mark.task(5)
def test_gc_spares_a_put_that_is_under_way(
    answer: Any, database: Database, folder: Path, schedule: Schedule, sql: SqlLog
) -> None:
    """gc leaves a file that an open transaction has just put once more."""
    engine = _engine(answer, database)
    store = answer.FileStore(folder)
    connect = lambda: Session(bind=engine.connect())  # noqa: E731
    for is_first, rule in (
        (
            True,
            "gc ran before A's commit, and now there is a row and no file: a put must make its "
            "file young again",
        ),
        (
            False,
            "gc had begun by then, and now there is a row and no file: what gc has looked at "
            "may be outdated when it removes a file",
        ),
    ):
        ref = _put(store, engine, b"tea" * 9)
        _execute(database, "DELETE FROM blobs")
        _make_old(folder)
        with schedule(database, "A", "B", connect=connect) as (a, b):
            puts = [lambda session: store.put(session, [b"tea" * 9], limit=MIB)]

            def put_once(_: str = "", a: Any = a, puts: list[Any] = puts) -> None:
                while puts:
                    a.run(puts.pop())

            if is_first:
                put_once()
            with sql.tap(put_once):  # at the latest before gc's first statement
                step = b.start(lambda session: answer.gc(session, store, HOUR))
                until(lambda b=b, step=step: step.done or b.is_waiting)
            a.run(Session.commit)
            step.result()
        assert _content_of(answer, store, engine, ref) == b"tea" * 9, (
            f"A put a content whose old file had been left without a row, {rule}"
        )


# ---- task 6: documents ---------------------------------------------------------------------


@pytest.mark.task(6)
def test_names_never_become_paths(answer: Any, database: Database, folder: Path) -> None:
    """A document keeps its client's name, and no file does."""
    engine = _engine(answer, database)
    store = answer.FileStore(folder / "a" / "root")
    names = [*datasets.HOSTILE_NAMES, "../../evil", str(folder / "evil"), "same", "same", ".."]
    with Session(engine) as session:
        for number, name in enumerate(names):
            content = [b"content ", str(number // 2).encode()]
            document = answer.add_document(session, store, name, content, b"p", limit=MIB)
            assert isinstance(document, answer.Document), (
                f"add_document returned {document!r}: the caller wants the Document that it added"
            )
            has_id = document.id is not None
            assert has_id, (
                "the document that add_document returned has no id: "
                "the database gives it one when the row is written"
            )
        session.commit()
        answer.add_document(session, store, "rolled back", [b"x"], b"p", limit=MIB)
        session.rollback()
    stored = database.rows("SELECT name, sha256 FROM documents ORDER BY id")
    contents = [f"content {number // 2}".encode() for number in range(len(names))]
    assert_same_rows(
        stored,
        [(n, hashlib.sha256(c).hexdigest()) for n, c in zip(names, contents, strict=True)],
        "a document has the name that the client gave and refers to its content",
    )
    files = _files(folder)
    outside = [str(path.relative_to(folder)) for path in files if store.root not in path.parents]
    assert not outside, (
        f"the files {outside} lie outside the store's root: "
        "a name that a client chooses must never become a path"
    )
    expected = len(set(contents))
    assert len(files) in (expected, expected + 1), (
        f"there are {len(files)} files for {expected} contents: a name makes no file"
    )


@pytest.mark.task(6)
def test_a_listing_fetches_no_content(
    answer: Any, database: Database, memory: Memory, sql: SqlLog
) -> None:
    """A listing of 1,000 documents fetches no previews and asks once."""
    engine = _engine(answer, database)
    preview = (
        "zeroblob(16384)" if database.kind == "sqlite" else "decode(repeat('00', 16384), 'hex')"
    )
    numbers = "WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 1000)"
    for statement in (
        "INSERT INTO blobs (sha256, size, owners) VALUES ('a', 5000000000, 1), ('b', 0, 1)",
        f"INSERT INTO documents (id, name, sha256, preview) {numbers}"
        f" SELECT 1001 - n, 'né ' || n, CASE WHEN n > 1 THEN 'a' ELSE 'b' END, {preview} FROM t",
    ):
        _execute(database, statement)

    def work() -> None:
        with Session(engine) as session:
            answer.list_documents(session)

    _give_back_memory()
    peak = memory.peak_of(work)
    assert peak < 8, (
        f"a listing of 1,000 documents took {peak:.0f} MiB, as much as their previews: "
        "a query fetches the columns that it names, so it names what it needs"
    )
    with Session(engine) as session, sql.at_most(2, "for 1,000 documents"):
        got = answer.list_documents(session)
    expected = [answer.DocumentInfo(n, f"né {1001 - n}", 5_000_000_000) for n in range(1, 1000)]
    expected.append(answer.DocumentInfo(1000, "né 1", 0))
    assert isinstance(got, list), (
        f"list_documents returned a {type(got).__name__}: it returns a list of DocumentInfo"
    )
    assert len(got) == 1000, (
        f"list_documents gave {len(got)} lines for 1,000 documents: one for each"
    )
    for place, (line, wanted) in enumerate(zip(got, expected, strict=True), 1):
        assert line == wanted, (
            f"line {place} of list_documents is {line!r}, right is {wanted!r}: "
            "the documents by id, each with its content's size"
        )


# ---- task 7: size ------------------------------------------------------------------------


@pytest.mark.task(7)
def test_chunks_are_streamed(answer: Any, database: Database, memory: Memory, sql: SqlLog) -> None:
    """ChunkStore takes 64 MiB up and down with less than 12 MiB of memory."""
    _assert_streams(answer, answer.ChunkStore(), _engine(answer, database), memory, sql)


@pytest.mark.on("postgres")
@pytest.mark.task(7)
def test_large_objects_are_streamed(
    answer: Any, database: Database, memory: Memory, sql: SqlLog
) -> None:
    """LargeObjectStore takes 64 MiB up and down with less than 12 MiB of memory."""
    _assert_streams(answer, answer.LargeObjectStore(), _engine(answer, database), memory, sql)


@pytest.mark.on("sqlite")  # the same on both
@pytest.mark.task(7)
def test_files_are_streamed(
    answer: Any, database: Database, folder: Path, memory: Memory, sql: SqlLog
) -> None:
    """FileStore takes 64 MiB up and down with less than 12 MiB of memory."""
    _assert_streams(answer, answer.FileStore(folder), _engine(answer, database), memory, sql)


@pytest.mark.task(7)
def test_a_range_reads_only_its_chunks(answer: Any, database: Database) -> None:
    """ChunkStore reads a part without what comes before it."""
    _assert_range_is_cheap(answer, answer.ChunkStore(), _engine(answer, database))


@pytest.mark.on("postgres")
@pytest.mark.task(7)
def test_a_range_seeks_in_a_large_object(answer: Any, database: Database) -> None:
    """LargeObjectStore reads a part without what comes before it."""
    _assert_range_is_cheap(answer, answer.LargeObjectStore(), _engine(answer, database))


@pytest.mark.on("sqlite")  # the same on both
@pytest.mark.task(7)
def test_a_range_seeks_in_the_file(answer: Any, database: Database, folder: Path) -> None:
    """FileStore reads a part without what comes before it."""
    _assert_range_is_cheap(answer, answer.FileStore(folder), _engine(answer, database))


# ---- helpers -------------------------------------------------------------------------------


def _engine(answer: Any, database: Database) -> Engine:
    """An engine that keeps no connection open, so that children can be forked; with tables."""
    engine = database.engine(poolclass=NullPool)
    answer.Base.metadata.create_all(engine)
    return engine


def _stores(answer: Any, database: Database, folder: Path) -> list[Any]:
    stores = [answer.ChunkStore(), answer.FileStore(folder / "files")]
    return [answer.LargeObjectStore(), *stores] if database.kind == "postgres" else stores


def _execute(database: Database, statement: str, *parameters: object) -> None:
    with database.observer() as observer:
        observer.cursor().execute(statement, parameters)


@contextmanager
def _named(story: str) -> Iterator[None]:
    """Say what was done where the database or the disk refuses something."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise AssertionError(f"{story} raised {first_line(error)}") from error


def _put(
    store: Any, engine: Engine, content: bytes, limit: int = 100 * MIB, story: str = ""
) -> Any:
    """Put and commit."""
    call = f"{type(store).__name__}.put of {len(content)} bytes{story}"
    with Session(engine) as session, _named(call):
        ref = store.put(session, [content], limit=limit)
        session.commit()
    sha256 = hashlib.sha256(content).hexdigest()
    is_right = (getattr(ref, "sha256", None), getattr(ref, "size", None)) == (sha256, len(content))
    assert is_right, (
        f"{call} returned {ref!r}, right is BlobRef({sha256!r}, {len(content)}): "
        "it names what was put"
    )
    return ref


def _delete(store: Any, engine: Engine, ref: Any) -> None:
    with Session(engine) as session, _named(f"{type(store).__name__}.delete"):
        store.delete(session, ref)
        session.commit()


def _read(store: Any, session: Session, ref: Any, *part: int | None, story: str = "") -> bytes:
    """What read gives for a content or a part of it, joined."""
    call = f"{story}{type(store).__name__}.read"
    if part:
        call += f"(start={part[0]}, length={part[1]}) of {ref.size} bytes"
    pieces = list[bytes]()
    with _named(call):
        given = store.read(session, ref, *part)
        is_iterable = isinstance(given, Iterable) and not isinstance(given, bytes)
        assert is_iterable, (
            f"{call} returned {'bytes' if isinstance(given, bytes) else repr(given)}: it gives an "
            "iterator of pieces, so that nobody has to hold all of them"
        )
        for piece in given:
            assert isinstance(piece, bytes | bytearray | memoryview), (
                f"{call} gave {piece!r} as a piece: a piece is bytes"
            )
            pieces.append(bytes(piece))
    return b"".join(pieces)


def _content_of(answer: Any, store: Any, engine: Engine, ref: Any, story: str = "") -> bytes | None:
    """The whole content, read in a session of its own; None where it is not found or not whole."""
    with Session(engine) as session:
        try:
            return _read(store, session, ref, story=story)
        except (answer.NotFound, answer.Corrupt):
            return None


def _gc(answer: Any, store: Any, engine: Engine) -> Any:
    """gc with an hour of grace."""
    with Session(engine) as session:
        report = answer.gc(session, store, HOUR)
    assert isinstance(report, answer.GcReport), f"gc returned {report!r}: it returns a GcReport"
    return report


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _file_of(folder: Path, ref: Any) -> Path:
    """The file that holds a content, wherever the answer keeps it."""
    for path in _files(folder):
        if hashlib.sha256(path.read_bytes()).hexdigest() == ref.sha256:
            return path
    raise AssertionError("no file in the store's root holds the content as it was put")


def _make_old(folder: Path) -> None:
    for path in _files(folder):
        os.utime(path, (0, time.time() - 7200))


def _flipped(data: Any) -> bytes:
    """The same bytes, but for one bit in the middle."""
    flipped = bytearray(data)
    flipped[len(flipped) // 2] ^= 1
    return bytes(flipped)


def _stored(database: Database) -> tuple[int, int, int]:
    """How many rows of blobs, chunks and large objects there are."""
    [(blobs, chunks)] = database.rows(
        "SELECT (SELECT count(*) FROM blobs), (SELECT count(*) FROM blob_chunks)"
    )
    if database.kind == "sqlite":
        return blobs, chunks, 0
    return blobs, chunks, database.rows("SELECT count(*) FROM pg_largeobject_metadata")[0][0]


def _assert_comes_back(answer: Any, store: Any, database: Database) -> None:
    """Contents of many sizes, in pieces of many sizes, whole and in parts."""
    engine = _engine(answer, database)
    name = type(store).__name__
    for size in (0, 1, 65_536, 262_144, 262_145, MIB + 7):
        content = BLOCK[:7] + BLOCK[: size - 7] if size > 7 else BLOCK[:size]
        piece = 1000 if size < MIB else 400_000
        pieces = [b"", *(content[at : at + piece] for at in range(0, size, piece)), b""]
        with Session(engine) as session, _named(f"{name}.put of {size} bytes"):
            ref = store.put(session, iter(pieces), limit=2 * MIB)
            wanted = answer.BlobRef(hashlib.sha256(content).hexdigest(), size)
            assert ref == wanted, f"{name}.put of {size} bytes returned {ref}, right is {wanted}"
            session.commit()
        with Session(engine) as session:
            got = _read(store, session, ref)
        is_same = got == content
        assert is_same, (
            f"{name}.read gave {len(got)} bytes for a content of {size} that was put in "
            f"pieces of {piece}, or others: what comes out is what went in"
        )
    with Session(engine) as session:
        for start, length in (
            (0, 10), (5, 10), (5, 0), (262_140, 10), (262_144, 262_144), (MIB, 100),
            (MIB + 6, None), (MIB + 7, 5), (9 * MIB, None), (1, MIB), (0, 9 * MIB), (3, None),
        ):  # fmt: skip
            end = None if length is None else start + length
            got = _read(store, session, ref, start, length)
            is_same = got == content[start:end]
            assert is_same, (
                f"{name}.read(start={start}, length={length}) of {MIB + 7} bytes gave {len(got)} "
                "bytes that are not that part: the first byte is number 0, the end may come early"
            )
    with Session(engine) as session:
        store.put(session, [b"uncommitted"], limit=MIB)
        session.rollback()
    lost = answer.BlobRef(hashlib.sha256(b"uncommitted").hexdigest(), 11)
    mark = "%s" if database.kind == "postgres" else "?"
    rows = database.rows(f"SELECT 1 FROM blobs WHERE sha256 = {mark}", lost.sha256)
    assert not rows, (
        f"{name}.put was called and the caller rolled back, and the row is in blobs: "
        "a function that gets a session leaves commit and rollback to its caller"
    )
    with Session(engine) as session:
        try:
            got = _read(store, session, lost)
        except answer.NotFound:
            return
        except answer.Corrupt:
            raised = "it raised Corrupt"
        else:
            raised = f"it gave {got!r} and raised nothing"
    raise AssertionError(
        f"{name}.read was asked for a content whose put was rolled back, so that it has no row in "
        f"blobs, and {raised}: what has no row is NotFound"
    )


def _large() -> Iterator[bytes]:
    """64 MiB, each piece different."""
    for number in range(256):
        at = number * 64
        yield number.to_bytes(8) + BLOCK[at : at + MIB // 4 - 8]


def _assert_streams(answer: Any, store: Any, engine: Engine, memory: Memory, sql: SqlLog) -> None:
    name = type(store).__name__
    # What is imported or built at the first use is not the content's.
    _content_of(answer, store, engine, _put(store, engine, BLOCK))
    digest = hashlib.sha256()
    for piece in _large():
        digest.update(piece)
    ref = answer.BlobRef(digest.hexdigest(), 64 * MIB)

    def up() -> None:
        with Session(engine) as session:
            got = store.put(session, _large(), limit=64 * MIB)
            session.commit()
        assert got == ref, f"{name}.put of 64 MiB returned {got}, right is {ref}"

    def down() -> None:
        digest = hashlib.sha256()
        with Session(engine) as session:
            for piece in store.read(session, ref):
                digest.update(piece)
        assert digest.hexdigest() == ref.sha256, f"{name}.read gave something else than was put"

    _give_back_memory()
    for story, work in (("put", up), ("read", down)):
        with sql.paused():  # the log keeps the parameters of statements
            peak = memory.peak_of(work)
        assert peak < 12, (
            f"{name}.{story} of 64 MiB took {peak:.0f} MiB of memory: "
            "of a content only a few pieces may be in memory at a time"
        )


def _give_back_memory() -> None:
    """Give back what is free, so that what a piece of work takes shows as growth."""
    gc.collect()
    with suppress(OSError, AttributeError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)


def _assert_range_is_cheap(answer: Any, store: Any, engine: Engine) -> None:
    name = type(store).__name__
    content = BLOCK * 7 + BLOCK[::-1]
    ref = _put(store, engine, content)

    def cost(start: int, length: int | None) -> tuple[bytes, int, float]:
        """What is read, how many bytes the system was asked for, and how long it took."""
        with Session(engine) as session:
            _read(store, session, ref, 0, 1)  # connected, and all caches as warm
            asked, began = _bytes_asked_for(), time.perf_counter()
            got = _read(store, session, ref, start, length)
            return got, _bytes_asked_for() - asked, time.perf_counter() - began

    # Of three the best: what else the machine does makes one slow, and not all.
    wholes = [cost(0, None) for _ in range(3)]
    all_bytes = min(count for _, count, _ in wholes)
    all_seconds = min(took for _, _, took in wholes)
    parts = [cost(7 * MIB, 262_144) for _ in range(3)]
    for got, _, _ in parts:
        is_same = got == content[7 * MIB : 7 * MIB + 262_144]
        assert is_same, (
            f"{name}.read(start={7 * MIB}, length=262144) of 8 MiB gave {len(got)} bytes that are "
            "not that part"
        )
    if all_bytes >= 8 * MIB:  # files and SQLite: a count that does not waver
        asked = min(count for _, count, _ in parts)
        assert asked < 2 * MIB, (
            f"{name}.read of 256 KiB at 7 MiB read {asked / MIB:.1f} MiB: "
            "a part is looked up where it is, not reached by reading what comes before it"
        )
    else:
        seconds = min(took for _, _, took in parts)
        assert seconds < all_seconds / 3, (
            f"{name}.read of 256 KiB at 7 MiB took {seconds * 1000:.0f} ms, all 8 MiB take "
            f"{all_seconds * 1000:.0f}: a part is looked up where it is, not reached by reading "
            "what comes before it"
        )


def _bytes_asked_for() -> int:
    """What this process has read from files so far; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/io").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return int(lines[0].removeprefix("rchar: "))


def _assert_shares(
    answer: Any,
    store: Any,
    engine: Engine,
    held: Callable[[], int],
    what: str,
    *,
    leaves_files: bool = False,
) -> None:
    name = type(store).__name__
    content, other = BLOCK[:300_000], BLOCK[1:300_001]
    first = _put(store, engine, content)
    once = held()
    assert once > 0, f"{name} stored no {what} for a content"
    _put(store, engine, content, story=", when the same content had been put before,")
    twice = held()
    assert twice == once, (
        f"{name} holds {twice} {what} after the same content was put twice, {once} after once: "
        "equal contents are stored once"
    )
    kept = _put(store, engine, other)
    both = held()
    assert both > once, f"{name} holds {both} {what} for two different contents"
    _delete(store, engine, first)
    is_kept = _content_of(answer, store, engine, first) == content
    assert is_kept, (
        f"{name}: two had put the content, one deleted it, and the other cannot read it any more: "
        "it stays until its last owner deletes it"
    )
    _delete(store, engine, first)
    is_gone = _content_of(answer, store, engine, first) is None
    assert is_gone, (
        f"{name}: both owners have deleted the content, and read of it raises nothing: "
        "with the last owner a content goes, and is NotFound"
    )
    with (
        Session(engine) as session,
        _named(f"{name}.delete of a content that nobody owns any more"),
        must_raise(answer.NotFound, f"{name}.delete was called once more than put"),
    ):
        store.delete(session, first)
    if not leaves_files:
        wanted, still = both - once, held()
        assert still == wanted, (
            f"{name} holds {still} {what}, {wanted} belong to a content that has an owner: "
            "what nobody owns must go with its row, nothing else will remove it"
        )
    is_kept = _content_of(answer, store, engine, kept) == other
    assert is_kept, (
        f"{name}: a content was deleted, and another one that has an owner cannot be read any more"
    )
    again = _put(store, engine, content, story=", which had been put and deleted before,")
    is_back = _content_of(answer, store, engine, again) == content
    assert is_back, f"{name} cannot read a content that was put again after it had been deleted"


def _assert_notices(
    answer: Any, store: Any, engine: Engine, flip: Any, cut: Any, remove: Any
) -> None:
    """The damages come in this order: a store may refuse to delete what is not there any more."""
    name = type(store).__name__
    size = 600_000
    whole, rest, end = (0, None), (1, None), (size - 10, 10)
    for number, (damage, parts) in enumerate(
        ((flip, [whole]), (cut, [whole, rest, end]), (remove, [whole, rest, end]))
    ):
        content = BLOCK[number : number + size]
        ref = _put(store, engine, content)
        is_same = _content_of(answer, store, engine, ref) == content
        assert is_same, f"{name}.read of {size} bytes gave something else than was put"
        damage(ref)
        for part in parts:
            story = f"{damage.__doc__} Then "
            try:
                with Session(engine) as session:
                    got = _read(store, session, ref, *part, story=story)
            except answer.Corrupt:
                continue
            except answer.NotFound:
                raised = "raised NotFound"
            else:
                raised = f"gave {len(got)} bytes and raised nothing"
            raise AssertionError(
                f"{story}{name}.read(start={part[0]}, length={part[1]}) of {size} bytes {raised}: "
                "disks and people change bytes, and whoever reads them learns of it by Corrupt"
            )
        if damage is not remove:
            _delete(store, engine, ref)
