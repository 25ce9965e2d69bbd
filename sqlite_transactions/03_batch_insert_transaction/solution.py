"""Reference answer: each batch and its checkpoint are one transaction."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import batched, islice
from pathlib import Path

SCHEMA = """
CREATE TABLE bookings (
    id      INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    cents   INTEGER NOT NULL CHECK (cents <> 0),
    note    TEXT NOT NULL
) STRICT;
CREATE TABLE load_jobs (
    job       TEXT PRIMARY KEY NOT NULL,
    rows_done INTEGER NOT NULL        -- rows of the source that are stored or rejected
) STRICT;
CREATE TABLE rejected_batches (
    job       TEXT NOT NULL,
    first_row INTEGER NOT NULL,       -- how many rows of the source come before the batch
    row_count INTEGER NOT NULL,
    reason    TEXT NOT NULL           -- what the database said
) STRICT;
"""
"""The tables that the database already holds."""

type Row = tuple[int, int, str]
"""Account, cents, note.  Two rows may be equal: they are two bookings."""


@dataclass(frozen=True)
class LoadReport:
    """What one call of `load` did."""

    loaded: int
    """Rows that were stored by this call."""
    rejected: int
    """Rows in batches that were rejected by this call."""
    resumed_from: int
    """How many rows of the source earlier calls had dealt with; 0 for a new job."""


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Store the rows of a source in `bookings`, one transaction for each batch."""
    if batch < 1:
        raise ValueError(f"a batch has 1 row or more, not {batch}")
    start = rows_done(conn, job)
    done, rejected = start, 0
    # Each batch is taken out of the source before its transaction begins: nobody waits for a
    # lock because the source is slow.
    for rows in batched(islice(source, start, None), batch):
        if not store(conn, job, done, rows):
            rejected += len(rows)
        done += len(rows)
    return LoadReport(loaded=done - start - rejected, rejected=rejected, resumed_from=start)


def rows_done(conn: sqlite3.Connection, job: str) -> int:
    """How many rows of the job's source are dealt with."""
    row = conn.execute("SELECT rows_done FROM load_jobs WHERE job = ?", (job,)).fetchone()
    return row[0] if row else 0


def store(conn: sqlite3.Connection, job: str, first: int, rows: Sequence[Row]) -> bool:
    """Store a batch with its checkpoint, or the note that it was rejected with its checkpoint."""
    try:
        with transaction(conn):
            conn.executemany("INSERT INTO bookings (account, cents, note) VALUES (?, ?, ?)", rows)
            set_checkpoint(conn, job, first + len(rows))
    except sqlite3.IntegrityError as error:
        with transaction(conn):
            conn.execute(
                "INSERT INTO rejected_batches VALUES (?, ?, ?, ?)",
                (job, first, len(rows), str(error)),
            )
            set_checkpoint(conn, job, first + len(rows))
        return False
    return True


def set_checkpoint(conn: sqlite3.Connection, job: str, done: int) -> None:
    """Note how far the job got; part of the caller's transaction."""
    conn.execute(
        "INSERT INTO load_jobs VALUES (?, ?)"
        " ON CONFLICT (job) DO UPDATE SET rows_done = excluded.rows_done",
        (job, done),
    )


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[None]:
    """Make a block one unit: committed at its end, undone whatever raises."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise


# ---- run by itself: a load that stops half way, run twice ------------------------------------


class Broken(Exception):
    """The line to the source is cut."""


def main(folder: Path) -> None:
    """Cut the source after 7 of 10 rows, and run again: three designs."""
    print("10 rows, batches of 3. The source breaks after row 7; then the load is run again.\n")

    for name, loader in (("commit per row", per_row), ("one transaction", all_at_once)):
        with closing(bank(folder / f"{name}.db")) as conn:
            first = attempt(loader, conn, cut=7)
            second = attempt(loader, conn)
            print(f"   {name:<16}  first run: {first} rows stored; second run: {second}")
    print("   One design has 7 rows twice. The other starts from nothing, however much was done.\n")

    with closing(bank(folder / "right.db")) as conn:
        try:
            load(conn, source(cut=7), batch=3, job="november")
        except Broken:
            print(f"   load()            first run: {count(conn)} rows stored", end=", ")
            print(f"checkpoint {rows_done(conn, 'november')}")
        report = load(conn, source(), batch=3, job="november")
        print(f"   second run: {report}")
        print(f"   rows stored: {count(conn)}")
        report = load(conn, source(), batch=3, job="november")
        print(f"   third run:  {report}")
        report = load(
            conn, [(1, 5, "good"), (1, 0, "bad"), (2, 5, "good")], batch=2, job="december"
        )
        print(f"\n   a batch with a bad row: {report}")
        print(f"   {conn.execute('SELECT * FROM rejected_batches').fetchall()}")


def source(cut: int = 10) -> Iterator[Row]:
    """Ten rows, or an error after some of them."""
    for number in range(10):
        if number == cut:
            raise Broken
        yield (1, 100, "coffee")


def attempt(
    loader: Callable[[sqlite3.Connection, Iterable[Row]], None],
    conn: sqlite3.Connection,
    cut: int = 10,
) -> int:
    """Run a load that may break, and count the rows."""
    with suppress(Broken):
        loader(conn, source(cut))
    return count(conn)


def per_row(conn: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Let every row save itself."""
    for row in rows:
        conn.execute("INSERT INTO bookings (account, cents, note) VALUES (?, ?, ?)", row)


def all_at_once(conn: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Save everything at the end."""
    with transaction(conn):
        per_row(conn, rows)


def count(conn: sqlite3.Connection) -> int:
    """How many rows are stored."""
    return conn.execute("SELECT COUNT(*) FROM bookings").fetchone()[0]


def bank(path: Path) -> sqlite3.Connection:
    """Open a new, empty database."""
    conn = sqlite3.connect(path, autocommit=True)
    conn.executescript(SCHEMA)
    return conn


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(Path(scratch))
