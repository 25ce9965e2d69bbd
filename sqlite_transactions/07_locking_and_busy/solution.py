"""Reference answer: WAL for readers, BEGIN IMMEDIATE for writers, bounded reruns of the whole."""

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path


class Busy(Exception):
    """The write lock was not to be had in any attempt; the caller may try again later."""


def open_db(path: Path, *, readonly: bool = False, timeout: float = 5.0) -> sqlite3.Connection:
    """Open a database in WAL mode."""
    if readonly:  # as_uri() quotes what would mean something in a URI
        uri = path.absolute().as_uri() + "?mode=ro"
        return sqlite3.connect(uri, uri=True, autocommit=True, timeout=timeout)
    # autocommit=True: inside a transaction the journal mode cannot be changed.
    conn = sqlite3.connect(path, autocommit=True, timeout=timeout)
    conn.execute("PRAGMA journal_mode = WAL")  # stays in the file
    return conn


def read_tx[T](conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T]) -> T:
    """Run a function that only reads, so that all its SELECTs see the same state."""
    conn.execute("BEGIN")  # deferred: the first SELECT takes a snapshot, and no lock of a writer
    try:
        return fn(conn)
    finally:
        conn.execute("ROLLBACK")


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """Run a function in a transaction that holds the write lock from its first statement."""
    refused: BaseException | None = None
    for attempt in range(attempts):
        if attempt:
            time.sleep(random.uniform(0, 0.02))  # so that two programs do not meet again
        try:
            conn.execute("BEGIN IMMEDIATE")
            result = fn(conn)
            conn.execute("COMMIT")
        except BaseException as error:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            if not is_lock_error(error):
                raise
            refused = error
        else:
            return result
    raise Busy(f"a lock was refused in {attempts} attempts") from refused


def is_lock_error(error: BaseException) -> bool:
    """Whether SQLite refused a lock: SQLITE_BUSY, in any of its kinds."""
    # The low byte is the error, the rest says which kind: SQLITE_BUSY_SNAPSHOT is one.  Only
    # errors that come from SQLite have the attribute.
    return (
        isinstance(error, sqlite3.OperationalError)
        and getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
    )


# ---- run by itself: who waits for whom -------------------------------------------------------


def main(folder: Path) -> None:
    """Show readers and writers in the old journal mode and in WAL, and two that count."""
    print("1. A reader is in the middle of its transaction; a writer commits (timeout 0.2 s):")
    for mode in ("DELETE", "WAL"):
        path = folder / f"{mode}.db"
        with closing(counter(path, mode)) as reader, closing(open_plain(path, 0.2)) as writer:
            reader.execute("BEGIN")
            value(reader)
            print(f"   journal_mode {mode:<7} {attempt_to_write(writer)}")
            reader.execute("ROLLBACK")

    print("\n2. BEGIN, read, write; another program commits after the read (timeout 5 s):")
    with (
        closing(counter(folder / "two.db", "WAL")) as ana,
        closing(open_db(folder / "two.db")) as ben,
    ):
        ana.execute("BEGIN")
        seen = value(ana)
        ben.execute("UPDATE counter SET n = n + 1")
        for number in (1, 2):
            start = time.perf_counter()
            try:
                ana.execute("UPDATE counter SET n = ?", (seen + 1,))
            except sqlite3.OperationalError as error:
                ms = (time.perf_counter() - start) * 1000
                print(f"   UPDATE, attempt {number}: {error.sqlite_errorname} after {ms:.1f} ms")
        ana.execute("ROLLBACK")
        print("   No timeout helps: what was read is old, and stays so until ROLLBACK.")

        print("\n3. write_tx(): BEGIN IMMEDIATE first")

        def increment(conn: sqlite3.Connection) -> int:
            seen = value(conn)
            print(f"   ana has read {seen}; ben's write, at once: {attempt_to_write(impatient)}")
            conn.execute("UPDATE counter SET n = ?", (seen + 1,))
            return seen + 1

        with closing(open_plain(folder / "two.db", 0)) as impatient:
            print(f"   ana has written {write_tx(ana, increment)}")
            ben.execute("BEGIN IMMEDIATE")
            try:
                write_tx(impatient, increment, attempts=3)
            except Busy as error:
                print(f"   beside a program that never lets go: Busy, {error}")


def counter(path: Path, mode: str) -> sqlite3.Connection:
    """A new file with a counter, in a journal mode."""
    conn = open_plain(path, 5)
    conn.execute(f"PRAGMA journal_mode = {mode}")
    conn.execute("CREATE TABLE counter (n INTEGER NOT NULL)")
    conn.execute("INSERT INTO counter VALUES (0)")
    return conn


def open_plain(path: Path, timeout: float) -> sqlite3.Connection:
    """Open without any setting."""
    return sqlite3.connect(path, autocommit=True, timeout=timeout)


def value(conn: sqlite3.Connection) -> int:
    """What the counter says."""
    return conn.execute("SELECT n FROM counter").fetchone()[0]


def attempt_to_write(conn: sqlite3.Connection) -> str:
    """Increment, and tell what happened."""
    try:
        conn.execute("UPDATE counter SET n = n + 1")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorname
    return "done"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(Path(scratch))
