import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from runner.api import Crash, Database, Memory, SqlLog, assert_same_rows

# The checks' own copy: an answer cannot soften the schema it is checked against.
SCHEMA = """
CREATE TABLE bookings (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    cents INTEGER NOT NULL CHECK (cents <> 0),
    note TEXT NOT NULL
) STRICT;
CREATE TABLE load_jobs (job TEXT PRIMARY KEY NOT NULL, rows_done INTEGER NOT NULL) STRICT;
CREATE TABLE rejected_batches (
    job TEXT NOT NULL, first_row INTEGER NOT NULL, row_count INTEGER NOT NULL, reason TEXT NOT NULL
) STRICT;
"""
OLD = [(9, 100, "from last year"), (9, 100, "from last year")]
BAD: Any = (1, None, "no amount")

Rows = list[tuple[int, int, str]]


def seed(database: Database) -> None:
    """Two equal bookings, and a job that is done."""
    with closing(sqlite3.connect(database.path, autocommit=True)) as conn:
        conn.executescript(SCHEMA)
        conn.executemany("INSERT INTO bookings (account, cents, note) VALUES (?, ?, ?)", OLD)
        conn.execute("INSERT INTO load_jobs VALUES ('last year', 2)")


# ---- what the checks look with ----------------------------------------------------------------


def rows_of(count: int) -> Rows:
    """Rows of a source; every third is equal to the one before it, and some notes are hostile."""
    notes = ["rent", "O'Hara", "", "家 ✓", "rent", "%_\\"]
    return [(n - (n % 3 == 2), 100, notes[(n - (n % 3 == 2)) % 6]) for n in range(count)]


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """The connection for the answer."""
    with closing(sqlite3.connect(path, autocommit=True)) as conn:
        # What is killed here is the process, not the machine: a check need not wait for the disk.
        conn.execute("PRAGMA synchronous = OFF")
        yield conn


def loaded(answer: Any, database: Database, source: Iterable[Any], batch: int, job: str) -> Any:
    """The report of one call, on a connection that is left as it should be."""
    __tracebackhide__ = True
    with connected(database.path) as conn:
        report = answer.load(conn, source, batch=batch, job=job)
        assert isinstance(report, answer.LoadReport), (
            f"load() returned {report!r}: it returns a LoadReport"
        )
        assert not conn.in_transaction, (
            "after load() a transaction is open on the connection: the last batch needs a COMMIT"
        )
    return report


def stored(database: Database) -> list[Any]:
    """The bookings that were not there before, as another connection sees them."""
    every = database.rows("SELECT account, cents, note FROM bookings ORDER BY id")
    assert every[:2] == OLD, "bookings that were there before the load are gone: a load only adds"
    return every[2:]


def progress(database: Database, job: str) -> tuple[int, int, int]:
    """Bookings stored, rows rejected, and the checkpoint, as another connection sees them now."""
    return database.rows(
        "SELECT (SELECT COUNT(*) FROM bookings) - 2,"
        " (SELECT COALESCE(SUM(row_count), 0) FROM rejected_batches WHERE job = ?1),"
        " (SELECT COALESCE(SUM(rows_done), 0) FROM load_jobs WHERE job = ?1)",
        job,
    )[0]


def good_part(rows: Rows, batch: int) -> Rows:
    """The rows of the batches in which all is well."""
    parts = [rows[start : start + batch] for start in range(0, len(rows), batch)]
    return [row for part in parts if BAD not in part for row in part]


class Once:
    """A source that is no iterator, such as a list, and notices when it is started over."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.begun = False

    def __iter__(self) -> Iterator[Any]:
        """Start with the first row."""
        assert not self.begun, (
            "load() started its source a second time, and got the first rows again: one iterator, "
            "made once, goes on where it stopped"
        )
        self.begun = True
        return iter(self.rows)


# ---- task 1: batches --------------------------------------------------------------------------


@pytest.mark.task(1)
def test_every_row_is_stored(answer: Any, database: Database) -> None:
    """Every row is stored once and in order, whatever the number of rows and the batch."""
    expected: Rows = []
    cases = [(7, 3), (0, 3), (1, 3), (3, 3), (6, 3), (5, 500), (4, 1), (8, 3)]
    for count, batch in cases:
        rows = rows_of(count)
        # Most are generators, which can be read once; all are of unknown length.
        source = Once(rows) if count == 8 else (row for row in rows)
        report = loaded(answer, database, source, batch, f"job '{count}' ✓")
        expected += rows
        assert_same_rows(
            stored(database),
            expected,
            f"{count} rows in batches of {batch}: each row is stored once, in its order, also one "
            "that equals another, also those of a short last batch",
            ordered=True,
        )
        assert (report.loaded, report.rejected) == (count, 0), (
            f"for {count} good rows the report says loaded={report.loaded}, "
            f"rejected={report.rejected}: these are counts of rows, for this call"
        )
    with connected(database.path) as conn:
        for batch in (0, -1):
            try:
                report = answer.load(conn, rows_of(2), batch=batch, job="no batch")
            except ValueError:
                continue
            raise AssertionError(
                f"batch={batch} returned {report}: a batch below 1 is a ValueError"
            )


@pytest.mark.task(1)
def test_a_commit_for_each_batch(answer: Any, database: Database, sql: SqlLog) -> None:
    """The file changes once for each batch: not for each row, not once for all."""
    for count, batch, commits in [(7, 3, 3), (6, 3, 2), (5, 1, 5)]:
        with database.observer() as other:
            versions: list[int] = []

            def look(_: object = None, other: Any = other, versions: list[int] = versions) -> None:
                # The number changes when another connection has committed a change.
                versions.append(other.execute("PRAGMA data_version").fetchone()[0])

            look()
            with sql.tap(look):
                loaded(answer, database, iter(rows_of(count)), batch, f"job {count}")
            look()
        changes = len(set(versions)) - 1
        # One more is allowed: to write down the job before its first batch.
        assert commits <= changes <= commits + 1, (
            f"{count} rows in batches of {batch} were saved in {changes} commits: "
            "one transaction for each batch, with everything that belongs to it"
        )


@pytest.mark.task(1)
def test_memory_stays_flat(answer: Any, database: Database, memory: Memory) -> None:
    """A source of 40 MiB is loaded with a few MiB of memory."""

    def work() -> None:
        source = ((number, 1, f"{number:4096}") for number in range(10_000))
        with connected(database.path) as conn:
            answer.load(conn, source, batch=100, job="large")

    peak = memory.peak_of(work)
    assert peak < 16, (
        f"loading 40 MiB in batches of 0.4 MiB took {peak:.0f} MiB of memory: "
        "a source may be larger than memory, so no more than a batch of it is held at a time"
    )
    assert progress(database, "large")[0] == 10_000, (
        "of 10,000 rows not all are stored: the last ones, too, where a batch is not full"
    )


@pytest.mark.task(1)
def test_others_can_write_meanwhile(answer: Any, database: Database) -> None:
    """While load() waits for a row of the source, another program can write."""
    with database.observer() as other:
        other.execute("PRAGMA busy_timeout = 0")

        def slow() -> Iterator[Any]:
            for number, row in enumerate(rows_of(7)):
                try:
                    other.execute("UPDATE load_jobs SET rows_done = 2 WHERE job = 'last year'")
                except sqlite3.OperationalError as error:
                    raise AssertionError(
                        f"while load() waited for row {number} of its source, another program "
                        f"could not write, “{error}”: a lock is not held while waiting for "
                        "something slow"
                    ) from None
                yield row

        loaded(answer, database, slow(), 3, "slow")
    assert len(stored(database)) == 7, (
        "of 7 rows from a slow source not all are stored: the last ones, too, where a batch is "
        "not full"
    )


# ---- task 2: bad batches ----------------------------------------------------------------------


@pytest.mark.task(2)
def test_a_bad_batch_is_rejected_alone(answer: Any, database: Database) -> None:
    """A batch with a bad row is noted and not stored, not one row of it; the others are."""
    rows: Any = rows_of(14)
    rows[4] = BAD
    rows[6] = (3, 0, "an amount of zero")
    rows[13] = (5, "1,50", "an amount in words")
    report = loaded(answer, database, iter(rows), 3, "bad")
    assert_same_rows(
        stored(database),
        rows[0:3] + rows[9:12],
        "14 rows in batches of 3, and rows 4, 6 and 13 are bad: a bad batch is left out as a "
        "whole, every other one is stored as a whole",
        ordered=True,
    )
    notes = database.rows("SELECT job, first_row, row_count FROM rejected_batches ORDER BY 2")
    assert_same_rows(
        notes,
        [("bad", 3, 3), ("bad", 6, 3), ("bad", 12, 2)],
        "rejected_batches (job, first_row, row_count) names each batch that was left out",
    )
    reasons = [reason for (reason,) in database.rows("SELECT reason FROM rejected_batches")]
    assert "" not in reasons, "rejected_batches has no reason: it is what the database said"
    assert len(set(reasons)) == 3, (
        f"NULL, an amount of zero and words for a number were rejected for the reasons {reasons}: "
        "the reason is what the database said, and it says which rule was broken"
    )
    assert (report.loaded, report.rejected) == (6, 8), (
        f"the report says loaded={report.loaded}, rejected={report.rejected}: "
        "rows that were stored, and rows in batches that were not"
    )


@pytest.mark.task(2)
def test_another_error_ends_the_load(answer: Any, database: Database) -> None:
    """Every other error reaches the caller, rejects nothing, and leaves no transaction open."""
    too_large: Any = (1, 2**70, "more than 64 bits")
    no_text: Any = (1, 100, ["a list", "is no text"])
    with connected(database.path) as conn:
        conn.execute("PRAGMA busy_timeout = 0")
        for bad, expected in ((too_large, OverflowError), (no_text, sqlite3.ProgrammingError)):
            rows = rows_of(8)
            job = f"{bad}"
            had = progress(database, job)[0]
            what = f"a row {bad} in the second batch of three"
            assert_ends(answer, conn, [*rows[:4], bad, *rows[5:]], job, expected, what)
            count, rejected, _ = progress(database, job)
            assert (count - had, rejected) == (3, 0), (
                f"{what} raised {expected.__name__}: {count - had} rows are stored and {rejected} "
                "noted as rejected. The batch before it stays, and only an IntegrityError "
                "rejects a batch"
            )
            report = answer.load(conn, iter(rows_of(2)), batch=3, job=f"after {job}")
            assert report.loaded == 2, f"{what}: after it a load of two good rows says {report}"
        had = progress(database, "busy")[0]
        with database.observer() as reader:
            # A COMMIT cannot write the file while another program reads it.
            reader.execute("BEGIN")
            reader.execute("SELECT COUNT(*) FROM bookings").fetchall()
            what = "a database that another program reads"
            assert_ends(answer, conn, rows_of(8), "busy", sqlite3.OperationalError, what)
            reader.execute("COMMIT")
        found = progress(database, "busy")
        assert (found[0] - had, found[1]) == (0, 0), (
            f"a COMMIT that failed has stored {found[0] - had} rows and rejected {found[1]}: it is "
            "no reason to reject a batch"
        )
        report = answer.load(conn, iter(rows_of(8)), batch=3, job="busy")
    assert report.loaded == 8, f"when the other program is done the next run says {report}"


def assert_ends(
    answer: Any,
    conn: sqlite3.Connection,
    rows: Rows,
    job: str,
    expected: type[Exception],
    what: str,
) -> None:
    """The call raises what went wrong, and ends its transaction."""
    __tracebackhide__ = True
    try:
        report = answer.load(conn, iter(rows), batch=3, job=job)
    except NotImplementedError:
        raise
    except expected:
        report = None
    except Exception as error:
        raise AssertionError(
            f"{what}: load() raised {type(error).__name__}, “{error}”, and not the "
            f"{expected.__name__} of the batch: what went wrong reaches the caller as it is"
        ) from error
    assert report is None, (
        f"{what}: load() returned {report}, and swallowed the {expected.__name__}: only an "
        "IntegrityError is about a bad row, everything else ends the call"
    )
    assert not conn.in_transaction, (
        f"{what}: load() raised {expected.__name__}, and a transaction is still open: every way "
        "out of a transaction ends it, also an error of the COMMIT"
    )


# ---- task 3: the checkpoint -------------------------------------------------------------------


class Broken(Exception):
    """The source cannot be read any further."""


def broken_after(rows: Rows, count: int) -> Iterator[Any]:
    """A source that fails after some rows."""
    yield from rows[:count]
    raise Broken(f"the source broke after {count} rows")


@pytest.mark.task(3)
def test_a_second_run_goes_on(answer: Any, database: Database) -> None:
    """After an error the same job goes on behind the last batch; other jobs do not notice."""
    rows = rows_of(12)
    rows[2] = BAD
    job = "Monday's ✓"
    with connected(database.path) as conn:
        try:
            answer.load(conn, broken_after(rows, 8), batch=3, job=job)
        except Broken:
            pass
        else:
            raise AssertionError(
                "the source raised an exception after 8 rows, and load() returned: "
                "a caller who sees no exception believes that everything is loaded"
            )
        assert not conn.in_transaction, (
            "the source raised an exception, and a transaction is still open: every way out of a "
            "transaction ends it"
        )
    assert stored(database) == rows[3:6], (
        "the source broke in the third batch: the batches before it stay, and nothing of it does"
    )
    other = rows_of(4)
    report = loaded(answer, database, iter(other), 3, "Tuesday")
    assert report.resumed_from == 0, "a job with another name has a checkpoint of its own"
    # Batches of another size now: the checkpoint counts rows.
    rows[10] = BAD
    report = loaded(answer, database, iter(rows), 4, job)
    assert report.resumed_from == 6, (
        f"the second run says resumed_from={report.resumed_from}: the rows of the source that the "
        "first run had stored or rejected are dealt with"
    )
    assert stored(database) == rows[3:6] + other + rows[6:10], (
        "a second run stores exactly the good batches behind the checkpoint"
    )
    assert_same_rows(
        database.rows("SELECT job, first_row, row_count FROM rejected_batches ORDER BY 2"),
        [(job, 0, 3), (job, 10, 2)],
        "two runs have rejected the rows 0 to 2 and 10 to 11: rejected_batches (job, first_row, "
        "row_count) counts from the first row of the source, in every run",
    )
    assert (report.loaded, report.rejected) == (4, 2), (
        f"the second run, which stored 4 rows and rejected 2, says {report}: a report counts what "
        "its call did"
    )
    again = loaded(answer, database, iter(rows), 3, job)
    assert (again.loaded, again.resumed_from) == (0, 12), (
        f"a third run, of a job that is complete, says {again}: there is nothing left to do"
    )
    assert len(stored(database)) == 11, (
        "a run of a job that is complete stored rows again: behind its checkpoint there is nothing"
    )


@pytest.mark.task(3)
def test_skipped_rows_are_not_kept(answer: Any, database: Database, memory: Memory) -> None:
    """The rows that a second run skips take no memory either."""
    with connected(database.path) as conn:
        answer.load(conn, iter(rows_of(8_000)), batch=1_000, job="large")

    def work() -> None:
        source = ((number, 1, f"{number:4096}") for number in range(8_003))
        with connected(database.path) as conn:
            answer.load(conn, source, batch=100, job="large")

    peak = memory.peak_of(work)
    assert peak < 16, (
        f"to skip 32 MiB of rows and load three more took {peak:.0f} MiB of memory: rows that are "
        "passed over are not kept"
    )
    done = progress(database, "large")[0]
    assert done == 8_003, f"after a run of 8,000 rows and one of 8,003 there are {done}: go on"


@pytest.mark.task(3)
def test_the_checkpoint_belongs_to_its_batch(answer: Any, database: Database, sql: SqlLog) -> None:
    """Whenever another connection looks, the checkpoint says exactly what is stored."""
    seen: list[tuple[str, tuple[int, int, int]]] = []
    with sql.tap(lambda text: seen.append((text, progress(database, "job")))):
        loaded(answer, database, iter(rows_of(8)), 3, "job")
    seen.append(("the end", progress(database, "job")))
    for text, (count, _, done) in seen:
        assert done == count, (
            f"before “{' '.join(text.split())[:50]}” another connection saw {count} new bookings "
            f"and rows_done = {done}: a batch and its checkpoint are saved by the same COMMIT, or "
            "a crash between them makes a gap or a duplicate"
        )


@pytest.mark.task(3)
def test_a_killed_load_leaves_no_gap(
    answer: Any, database: Database, folder: Path, crash: Crash
) -> None:
    """Killed at any statement and run again: every row is stored or rejected, exactly once."""
    rows = rows_of(8)
    rows[4] = BAD
    fresh = database.path.read_bytes()

    def work() -> None:
        with connected(database.path) as conn:
            answer.load(conn, iter(rows), batch=3, job="job")

    def prepare() -> None:
        for file in [*folder.iterdir(), *database.path.parent.glob(f"{database.path.name}-*")]:
            file.unlink()
        database.path.write_bytes(fresh)

    for point in crash.points(work):
        prepare()
        crash.at(point, work)
        count, rejected, done = progress(database, "job")
        report = loaded(answer, database, iter(rows), 3, "job")
        when = f"killed {point}, when {count} rows were stored, and run again"
        assert_same_rows(
            stored(database),
            good_part(rows, 3),
            f"{when}: no gap and no duplicate",
            ordered=True,
        )
        assert progress(database, "job")[1:] == (3, 8), (
            f"{when}, rejected_batches accounts for {progress(database, 'job')[1]} rows and "
            f"rows_done is {progress(database, 'job')[2]}: every row is stored or reported, once"
        )
        assert report.resumed_from == done == count + rejected, (
            f"{when}, the report says resumed_from={report.resumed_from}: what was committed is "
            "not done again"
        )
