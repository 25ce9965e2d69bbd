import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import chdir, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from runner.api import Database, Race, SqlLog, noting_sleep

ENDLESS = 30
LONGEST_PAUSE = 0.1


def seed(database: Database) -> None:
    """A counter, and an empty table of notes; in WAL mode."""
    with closing(sqlite3.connect(database.path, autocommit=True)) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("CREATE TABLE counter (n INTEGER NOT NULL) STRICT")
        conn.execute("INSERT INTO counter VALUES (0)")
        conn.execute("CREATE TABLE notes (word TEXT NOT NULL) STRICT")
        conn.execute("CREATE TABLE elsewhere (n INTEGER) STRICT")
        conn.execute(
            "CREATE TABLE replies (id INTEGER PRIMARY KEY,"
            " parent INTEGER REFERENCES replies (id) DEFERRABLE INITIALLY DEFERRED) STRICT"
        )


# ---- what the checks look with ----------------------------------------------------------------


@contextmanager
def connected(database: Database, timeout: float = 5.0) -> Iterator[sqlite3.Connection]:
    """A connection of the check's own: tasks 2 to 4 do not depend on task 1."""
    with closing(sqlite3.connect(database.path, autocommit=True, timeout=timeout)) as conn:
        yield conn


def count(conn: sqlite3.Connection) -> int:
    """What the counter says."""
    return conn.execute("SELECT n FROM counter").fetchone()[0]


def set_count(conn: sqlite3.Connection, n: int) -> None:
    """Write the counter."""
    conn.execute("UPDATE counter SET n = ?", (n,))


def write(conn: sqlite3.Connection, word: str) -> None:
    """Another change."""
    conn.execute("INSERT INTO notes VALUES (?)", (word,))


def words(database: Database) -> list[str]:
    """The notes, as another connection sees them."""
    return [word for (word,) in database.rows("SELECT word FROM notes ORDER BY rowid")]


def stale_error(database: Database) -> sqlite3.OperationalError:
    """A real SQLITE_BUSY_SNAPSHOT: somebody has committed after our first read."""
    with connected(database) as one, connected(database) as two:
        one.execute("BEGIN")
        count(one)
        two.execute("INSERT INTO elsewhere VALUES (1)")
        try:
            one.execute("INSERT INTO elsewhere VALUES (2)")
        except sqlite3.OperationalError as error:
            return error
    raise RuntimeError("SQLite has accepted a write on an old snapshot")


def name_of(error: BaseException) -> str:
    """The error for a message: SQLite's own name for it where it has one."""
    return getattr(error, "sqlite_errorname", f"{type(error).__name__}, “{error}”")


def assert_ended(conn: sqlite3.Connection, after: str) -> None:
    """No transaction is open."""
    __tracebackhide__ = True
    assert not conn.in_transaction, (
        f"after {after} a transaction is still open: whoever begins one ends it, on every way out"
    )


# ---- task 1: open_db --------------------------------------------------------------------------


def opened(answer: Any, path: Path, **options: Any) -> sqlite3.Connection:
    """A connection that the answer has opened."""
    __tracebackhide__ = True
    try:
        conn = answer.open_db(path, **options)
    except (sqlite3.OperationalError, ValueError) as error:
        shown = "".join(f", {key}={value}" for key, value in options.items())
        rule = "any name is a good name for a file"
        if "transaction" in str(error):
            rule = "the journal mode cannot be changed inside a transaction"
        elif "readonly" in str(error):
            rule = "who only reads writes nothing, not the journal mode either"
        elif not path.is_absolute():
            rule = "a path may be relative; only a URI needs the whole of it"
        raise AssertionError(f"open_db({path.name!r}{shown}) raised “{error}”: {rule}") from error
    assert isinstance(conn, sqlite3.Connection), (
        f"open_db() returned {conn!r}, not a connection: the caller works with what it returns"
    )
    return conn


@pytest.mark.task(1)
def test_wal_is_set_and_stays(answer: Any, folder: Path) -> None:
    """A new file is in WAL mode, and still is when another connection opens it."""
    for name in ("plain.db", "what? 100% #1 'ü'.db", "file:x?mode=memory"):
        path = folder / name
        with closing(opened(answer, path)) as conn:
            assert path.exists(), (
                f"open_db({name!r}) made no file of that name: a name may hold any character, "
                "and where it is a part of a URI it is quoted"
            )
            mode = conn.execute("PRAGMA journal_mode").fetchone()[0]
            assert mode == "wal", (
                f"journal_mode reads {mode!r} on a new connection: without WAL a reader and a "
                "writer wait for each other"
            )
            assert conn.autocommit is True, (
                f"conn.autocommit is {conn.autocommit}: transactions are to be begun by hand"
            )
            conn.execute("CREATE TABLE t (a INTEGER)")
        with closing(sqlite3.connect(path)) as other:
            mode = other.execute("PRAGMA journal_mode").fetchone()[0]
            assert mode == "wal", f"another connection reads {mode!r}: the mode stays in the file"
        with closing(opened(answer, path)) as again:
            again.execute("INSERT INTO t VALUES (1)")
    with chdir(folder), closing(opened(answer, Path("relative.db"))):
        made = Path("relative.db").exists()
        assert made, "open_db('relative.db') made no file of that name in the current folder"


@pytest.mark.task(1)
def test_the_timeout_is_kept(answer: Any, database: Database) -> None:
    """A statement waits for a lock as long as the caller says, 5 seconds by default."""
    for options, expected in (({}, 5_000), ({"timeout": 0.25}, 250), ({"timeout": 60.0}, 60_000)):
        for readonly in (False, True):
            with closing(opened(answer, database.path, readonly=readonly, **options)) as conn:
                (milliseconds,) = conn.execute("PRAGMA busy_timeout").fetchone()
                asked = options.get("timeout", "left out")
                assert milliseconds == expected, (
                    f"with timeout {asked} and readonly={readonly}, busy_timeout reads "
                    f"{milliseconds} milliseconds: it is the caller who knows how long to wait"
                )


@pytest.mark.task(1)
def test_readonly_cannot_write(answer: Any, folder: Path) -> None:
    """A read-only connection reads, cannot write, and makes no file."""
    for name in ("plain.db", "what? 100% #1 'ü'.db"):
        with closing(sqlite3.connect(folder / name, autocommit=True)) as conn:
            conn.execute("PRAGMA journal_mode = WAL")
            conn.execute("CREATE TABLE t (a INTEGER)")
            conn.execute("INSERT INTO t VALUES (41)")
        with closing(opened(answer, folder / name, readonly=True)) as reader:
            try:
                rows = reader.execute("SELECT a FROM t").fetchall()
            except sqlite3.OperationalError as error:
                raise AssertionError(
                    f"a read-only connection to {name!r} cannot read its table, “{error}”: "
                    "in a URI some characters mean something, so a path in it is quoted"
                ) from error
            assert rows == [(41,)], (
                f"a read-only connection to {name!r} read {rows}, not the row: a name may hold "
                "any character"
            )
            assert reader.autocommit is True, (
                f"a read-only connection has autocommit={reader.autocommit}: it is True in each "
                "of them"
            )
            try:
                reader.execute("UPDATE t SET a = 42")
            except sqlite3.OperationalError:
                pass
            else:
                raise AssertionError(
                    "an UPDATE on a read-only connection was accepted: "
                    "who only reads cannot destroy anything, not even by mistake"
                )
        try:
            answer.open_db(folder / f"missing {name}", readonly=True).execute("SELECT 1")
        except sqlite3.OperationalError:
            pass
        else:
            raise AssertionError(
                "a read-only connection to a file that does not exist was opened: "
                "a misspelt path is an error, not an empty database"
            )
    assert not list(folder.glob("missing*")), (
        "a read-only connection has made a file: who only reads makes none"
    )
    with chdir(folder), closing(opened(answer, Path("plain.db"), readonly=True)) as reader:
        rows = reader.execute("SELECT a FROM t").fetchall()
        assert rows == [(41,)], f"a read-only connection to 'plain.db' read {rows}, not the row"
    old = folder / "old.db"
    with closing(sqlite3.connect(old, autocommit=True)) as conn:
        conn.execute("CREATE TABLE t (a INTEGER)")
    before = old.read_bytes()
    with closing(opened(answer, old, readonly=True)) as reader:
        reader.execute("SELECT a FROM t").fetchall()
    is_same = old.read_bytes() == before
    assert is_same, (
        "a file that was not in WAL mode has changed when it was opened read-only: "
        "who only reads writes nothing, not the journal mode either"
    )


# ---- task 2: read_tx --------------------------------------------------------------------------


@pytest.mark.task(2)
def test_readers_do_not_wait(answer: Any, database: Database) -> None:
    """While a writer is at work, readers read the last saved state at once."""
    with connected(database) as writer:
        writer.execute("BEGIN IMMEDIATE")
        set_count(writer, 99)
        for readonly in (False, True):
            # A reader that needs a lock of the writer would wait for it in vain.
            uri = database.path.absolute().as_uri() + ("?mode=ro" if readonly else "")
            reader = sqlite3.connect(uri, uri=True, autocommit=True, timeout=0.05)
            with closing(reader):
                try:
                    seen = answer.read_tx(reader, count)
                except sqlite3.OperationalError as error:
                    raise AssertionError(
                        f"a reader beside a writer that had not committed got {name_of(error)}: "
                        "a reader takes no write lock, so it never has to wait for one"
                    ) from error
                assert seen == 0, (
                    f"beside a writer that has not committed, read_tx() gave {seen!r}: it returns "
                    "what fn returns, and fn sees the last state that was saved"
                )
                assert_ended(reader, "read_tx()")
        writer.execute("COMMIT")
    with connected(database) as reader:
        assert answer.read_tx(reader, count) == 99, "after the COMMIT a reader sees the new state"


@pytest.mark.task(2)
def test_a_read_sees_one_state(answer: Any, database: Database) -> None:
    """All SELECTs of a reader see the same state, and a writer does not wait for the reader."""
    with connected(database) as reader, connected(database, timeout=0) as writer:

        def read_twice(conn: sqlite3.Connection) -> tuple[int, int]:
            first = count(conn)
            try:
                set_count(writer, first + 1)
            except sqlite3.OperationalError as error:
                raise AssertionError(
                    f"while a reader was at work, a writer got {name_of(error)}: "
                    "a reader takes no write lock"
                ) from None
            return first, count(conn)

        for before in (0, 1):
            pair = answer.read_tx(reader, read_twice)
            assert pair == (before, before), (
                f"two SELECTs in one read_tx(), and a commit between them, gave {pair}: without a "
                "transaction around them each SELECT sees a state of its own"
            )
            assert_ended(reader, "read_tx()")
            assert count(reader) == before + 1, (
                "after read_tx() the connection sees an old state: a snapshot lasts as long as "
                "its transaction"
            )
        for kind in (KeyError, KeyboardInterrupt):

            def stops(conn: sqlite3.Connection, kind: type[BaseException] = kind) -> None:
                count(conn)
                raise kind

            try:
                answer.read_tx(reader, stops)
            except kind:
                pass
            else:
                raise AssertionError(
                    f"fn raised {kind.__name__} and read_tx() did not: the caller must be told"
                )
            assert_ended(reader, f"a read_tx() whose fn raised {kind.__name__}")


# ---- task 3: write_tx -------------------------------------------------------------------------


@pytest.mark.task(3)
def test_a_write_is_saved_or_undone(answer: Any, database: Database) -> None:
    """What fn has written is saved when it returns, and undone when it raises."""
    calls: list[str] = []
    with connected(database) as conn:

        def good(inside: sqlite3.Connection) -> str:
            write(inside, "one")
            write(inside, "two")
            assert words(database) == [], (
                "another connection sees a change before fn has returned: a change is private "
                "until it is committed"
            )
            return "result"

        result = answer.write_tx(conn, good)
        assert words(database) == ["one", "two"], (
            "another connection does not see what fn has written when write_tx() has returned: "
            "it commits"
        )
        assert result == "result", f"write_tx() returned {result!r}: it returns what fn returns"
        assert_ended(conn, "write_tx()")

        def stops(inside: sqlite3.Connection) -> None:
            calls.append("stops")
            write(inside, "undone")
            raise KeyError("fn's own error")

        def misspells(inside: sqlite3.Connection) -> None:
            calls.append("misspells")
            write(inside, "undone")
            inside.execute("SELECT * FROM misspelt")

        def is_interrupted(inside: sqlite3.Connection) -> None:
            calls.append("is_interrupted")
            write(inside, "undone")
            raise KeyboardInterrupt

        for fn, expected, what in (
            (stops, KeyError, "an error of its own, KeyError"),
            (misspells, sqlite3.OperationalError, "“no such table”"),
            (is_interrupted, KeyboardInterrupt, "KeyboardInterrupt, as Ctrl-C does"),
        ):
            calls.clear()
            caught: BaseException | None = None
            try:
                answer.write_tx(conn, fn)
            except NotImplementedError:
                raise
            except (Exception, KeyboardInterrupt) as error:
                caught = error
            assert type(caught) is expected, (
                f"fn raised {what}, and the caller got {caught!r}: "
                "what is no lock goes to the caller as it is"
            )
            assert len(calls) == 1, (
                f"fn raised {what} and was called {len(calls)} times: only a refused lock is worth "
                "another attempt"
            )
            assert_ended(conn, f"a write_tx() whose fn raised {what},")
            assert words(database) == ["one", "two"], (
                f"fn raised {what}, and what it had written is saved: it must be undone"
            )

        def orphans(inside: sqlite3.Connection) -> None:
            calls.append("orphans")
            write(inside, "undone")
            inside.execute("INSERT INTO replies VALUES (1, 999)")  # checked by the COMMIT

        calls.clear()
        conn.execute("PRAGMA foreign_keys = ON")
        try:
            answer.write_tx(conn, orphans)
        except sqlite3.IntegrityError:
            pass
        else:
            raise AssertionError(
                "the COMMIT was refused for a broken foreign key, and write_tx() raised nothing: "
                "the caller must be told"
            )
        assert_ended(conn, "a write_tx() whose COMMIT was refused for a broken foreign key")
        assert len(calls) == 1, (
            f"the COMMIT was refused for a broken foreign key, and fn was called {len(calls)} "
            "times: only a refused lock is worth another attempt"
        )
        answer.write_tx(conn, lambda inside: write(inside, "three"))
    assert words(database)[2:] == ["three"], (
        "after errors the next write_tx() is not saved: each ends its transaction on every way out"
    )


@pytest.mark.task(3)
def test_no_increment_is_lost(answer: Any, database: Database) -> None:
    """Read, increment, write, with another program that wants to write in between."""
    done: list[str] = []
    with connected(database) as conn, connected(database, timeout=0) as other:

        def increment(inside: sqlite3.Connection) -> None:
            before = count(inside)
            if not done:
                try:
                    set_count(other, count(other) + 1)
                    done.append("the other program")
                except sqlite3.OperationalError:
                    pass  # it has to wait, and comes later
            set_count(inside, before + 1)

        try:
            answer.write_tx(conn, increment)
        except sqlite3.OperationalError as error:
            raise AssertionError(
                f"another program wrote after fn had read, and write_tx() raised {name_of(error)}, "
                "at once: no timeout makes an old snapshot new"
            ) from error
        done.append("this program")
        n = count(conn)
        assert n == len(done), (
            f"the counter says {n}, and {' and '.join(done)} have incremented it: "
            "what was read must still hold when it is written"
        )


@pytest.mark.task(3)
def test_the_lock_comes_first(answer: Any, database: Database) -> None:
    """When fn is called, nobody else can begin to write."""
    refused: list[bool] = []
    with connected(database) as conn, connected(database, timeout=0) as other:

        def look(_: sqlite3.Connection) -> None:
            try:
                other.execute("BEGIN IMMEDIATE")
                other.execute("ROLLBACK")
                refused.append(False)
            except sqlite3.OperationalError:
                refused.append(True)

        answer.write_tx(conn, look)
    assert refused == [True], (
        f"when fn was called ({len(refused)} times), another program could take the write lock: "
        "what fn reads holds only if the lock is taken before fn reads it"
    )


# ---- task 4: refused locks --------------------------------------------------------------------


class Holder:
    """Another program with the write lock; it lets go when BEGIN was sent often enough."""

    def __init__(self, conn: sqlite3.Connection, let_go_at: int) -> None:
        self.conn = conn
        self.let_go_at = let_go_at
        self.begins = 0
        conn.execute("BEGIN IMMEDIATE")

    def saw(self, statement: str) -> None:
        """A statement of the answer is about to be executed."""
        if statement.upper().startswith("BEGIN"):
            self.begins += 1
            if self.begins == self.let_go_at:
                self.conn.execute("ROLLBACK")


@pytest.mark.task(4)
def test_a_refused_lock_is_tried_again(answer: Any, database: Database, sql: SqlLog) -> None:
    """The lock is refused twice and then free: the work is done, once."""
    calls: list[int] = []

    def work(inside: sqlite3.Connection) -> str:
        calls.append(count(inside))
        write(inside, "done")
        return "result"

    with connected(database, timeout=0) as conn, database.observer() as other:
        holder = Holder(other, let_go_at=3)
        try:
            with sql.tap(holder.saw):
                result = answer.write_tx(conn, work)
        except NotImplementedError:
            raise
        except Exception as error:
            raise AssertionError(
                f"the lock was refused in attempt {min(holder.begins, 2)}, and write_tx() raised "
                f"{name_of(error)}: a refused lock is a reason to begin again, 5 times by default"
            ) from error
        assert_ended(conn, "write_tx()")
    assert (result, len(calls), words(database)) == ("result", 1, ["done"]), (
        f"after two refused locks write_tx() returned {result!r}, fn was called {len(calls)} times "
        f"and the notes are {words(database)}: an attempt without the lock does nothing"
    )


@pytest.mark.task(4)
def test_a_stale_snapshot_reruns_the_function(answer: Any, database: Database) -> None:
    """fn meets a lock half way: all of it is undone, and fn is called again from its start."""
    for errors in ([stale_error(database)], [stale_error(database), stale_error(database)]):
        left = list(errors)
        calls: list[int] = []
        expected = [*words(database), "first", "second"]

        def work(
            inside: sqlite3.Connection, calls: list[int] = calls, left: list[Any] = left
        ) -> int:
            calls.append(count(inside))
            write(inside, "first")
            set_count(inside, calls[-1] + 1)
            if left:
                raise left.pop()
            write(inside, "second")
            return calls[-1] + 1

        with connected(database, timeout=0) as conn:
            before = count(conn)
            try:
                result = answer.write_tx(conn, work)
            except NotImplementedError:
                raise
            except Exception as error:
                raise AssertionError(
                    f"fn met SQLITE_BUSY_SNAPSHOT, and write_tx() raised {name_of(error)}: it is a "
                    "kind of SQLITE_BUSY, and a reason to do everything again"
                ) from error
            assert len(calls) == len(errors) + 1, (
                f"fn met a lock {len(errors)} times and was called {len(calls)} times: "
                "the whole function is called again, not its last statement"
            )
            assert words(database) == expected, (
                f"fn met a lock {len(errors)} times, and the notes are {words(database)}: "
                "what was done before the lock is undone before the next attempt"
            )
            assert (result, count(conn)) == (before + 1, before + 1), (
                f"fn incremented {before}, and the counter says {count(conn)}: "
                "the next attempt reads again"
            )
            assert_ended(conn, "write_tx()")


@pytest.mark.task(4)
def test_a_refused_commit_is_tried_again(answer: Any, folder: Path, sql: SqlLog) -> None:
    """The lock is refused at COMMIT, by a reader in the old journal mode: all is done again."""
    old = Database.sqlite(folder / "old.db")
    with connected(old, timeout=0) as conn, old.observer() as reader:
        conn.execute("CREATE TABLE notes (word TEXT NOT NULL) STRICT")
        begins: list[str] = []

        def before(statement: str) -> None:
            if statement.upper().startswith("BEGIN"):
                begins.append(statement)
                if len(begins) == 2:
                    reader.execute("ROLLBACK")

        reader.execute("BEGIN")
        reader.execute("SELECT * FROM notes").fetchall()
        try:
            with sql.tap(before):
                result = answer.write_tx(conn, lambda inside: write(inside, "done") or "result")
        except NotImplementedError:
            raise
        except Exception as error:
            raise AssertionError(
                "another program was reading, in journal mode “delete”, so the COMMIT was refused, "
                f"and write_tx() raised {name_of(error)}: a lock can be refused at the COMMIT, "
                "too, and then everything is done again"
            ) from error
        assert_ended(conn, "write_tx()")
    assert (result, words(old)) == ("result", ["done"]), (
        f"after a refused COMMIT write_tx() returned {result!r}, and the notes are {words(old)}: "
        "the attempt is undone, and the next one is saved"
    )


@pytest.mark.task(4)
def test_the_attempts_come_to_an_end(answer: Any, database: Database, sql: SqlLog) -> None:
    """A lock that never becomes free: Busy, after exactly as many attempts as asked for."""
    for options, expected in (({}, 5), ({"attempts": 2}, 2), ({"attempts": 1}, 1)):
        with connected(database, timeout=0) as conn, database.observer() as other:
            holder = Holder(other, let_go_at=ENDLESS)
            with sql.tap(holder.saw):
                assert_busy(
                    answer,
                    lambda conn=conn, options=options: answer.write_tx(conn, count, **options),
                    f"beside a program that never lets go, write_tx(…, attempts={expected})",
                )
            assert holder.begins == expected, (
                f"with attempts={expected} the transaction was begun {holder.begins} times: "
                "attempts are bounded, and the caller says how many"
            )
            assert_ended(conn, "Busy")
            other.execute("ROLLBACK")
    calls: list[int] = []

    def always_late(inside: sqlite3.Connection) -> None:
        calls.append(1)
        write(inside, "late")
        if len(calls) <= ENDLESS:
            raise error

    error = stale_error(database)
    with connected(database, timeout=0) as conn:
        assert_busy(
            answer,
            lambda: answer.write_tx(conn, always_late, attempts=3),
            "with an fn that meets a lock each time, write_tx(…, attempts=3)",
        )
        assert len(calls) == 3, (
            f"with attempts=3 fn was called {len(calls)} times: once for each attempt"
        )
        assert_ended(conn, "Busy")
        assert words(database) == [], "what was given up is undone"
        answer.write_tx(conn, lambda inside: write(inside, "later"))
    assert words(database) == ["later"], "after Busy, with the lock free, the work can be done"


def assert_busy(answer: Any, call: Callable[[], Any], what: str) -> None:
    """The call gives up."""
    __tracebackhide__ = True
    try:
        value = call()
    except NotImplementedError:
        raise
    except answer.Busy:
        return
    except Exception as error:
        raise AssertionError(
            f"{what} raised {name_of(error)}: in the end Busy tells the caller"
        ) from error
    raise AssertionError(
        f"{what} tried {ENDLESS} times and more, and returned {value!r}: attempts must be bounded"
    )


@pytest.mark.task(4)
def test_pauses_are_short(answer: Any, database: Database, sql: SqlLog) -> None:
    """Between two attempts write_tx() waits 0.1 seconds at most, however many there are."""
    with connected(database, timeout=0) as conn, database.observer() as other:
        other.execute("BEGIN IMMEDIATE")
        with pauses(answer) as seen:

            def saw(statement: str) -> None:
                if statement.upper().startswith("BEGIN"):
                    seen.attempt_begins()
                    if seen.are_enough and other.in_transaction:
                        other.execute("ROLLBACK")

            with sql.tap(saw):
                answer.write_tx(conn, count, attempts=6)
    seen.assert_short("the write lock was refused at once")
    error = stale_error(database)
    with connected(database, timeout=0) as conn, pauses(answer) as seen:

        def late(_: sqlite3.Connection) -> None:
            seen.attempt_begins()
            if not seen.are_enough:
                raise error

        answer.write_tx(conn, late, attempts=6)
    seen.assert_short("fn met SQLITE_BUSY_SNAPSHOT at once")


class Pauses:
    """The pauses between attempts: what time.sleep() was asked for, and what the clock says."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        """What time.sleep() was asked for since the last attempt began."""
        self.asked: list[float] = []
        self.took: list[float] = []
        self._began: float | None = None

    def attempt_begins(self) -> None:
        """Note the pause that has led to it."""
        now = time.monotonic()
        if self._began is not None:
            self.asked.append(sum(self.slept))
            self.took.append(now - self._began)
        self.slept.clear()
        self._began = now

    @property
    def are_enough(self) -> bool:
        """Whether six attempts were made, or a pause was too long already."""
        return len(self.took) == 5 or max(self.asked, default=0) > LONGEST_PAUSE

    def assert_short(self, after: str) -> None:
        """No pause is longer than the brief says."""
        __tracebackhide__ = True
        rule = "a pause is 0.1 seconds or less, to wait longer is the timeout's job"
        longest = max(self.asked)
        assert longest <= LONGEST_PAUSE, (
            f"{after}, and before the next attempt write_tx() slept for {longest:.2f} seconds: "
            f"{rule}"
        )
        # Other ways to wait are seen by the clock alone, and so is time.sleep() before Python 3.13.
        # The clock also counts the time that other programs take: so it is the median that is
        # judged, and not narrowly.
        median = statistics.median(self.took)
        assert median <= 2 * LONGEST_PAUSE, (
            f"{after}, and the next attempt of write_tx() began {median:.2f} seconds later: {rule}"
        )


@contextmanager
def pauses(answer: Any) -> Iterator[Pauses]:
    """Watch the pauses of this thread."""
    seen = Pauses()
    try:
        with noting_sleep(seen.slept):
            yield seen
    except (answer.Busy, sqlite3.OperationalError) as error:
        raise AssertionError(
            f"in attempt {len(seen.took) + 1} of 6 a lock was refused, and write_tx() raised "
            f"{name_of(error)}: it begins again as long as there are attempts left"
        ) from error


@pytest.mark.task(4)
def test_eight_processes_count_right(answer: Any, database: Database, race: Race) -> None:
    """8 processes read, increment and write 30 times each: 240, and no error."""

    def increment(inside: sqlite3.Connection) -> None:
        set_count(inside, count(inside) + 1)

    def work(_: int) -> None:
        with connected(database) as conn:
            conn.execute("PRAGMA synchronous = OFF")  # nothing is killed here
            for _ in range(30):
                answer.write_tx(conn, increment)

    outcomes = race(work, workers=8, processes=True)
    errors = [outcome.error for outcome in outcomes if outcome.error]
    if any(error.type == "NotImplementedError" for error in errors):  # type: ignore[union-attr]
        raise NotImplementedError
    assert not errors, (
        f"{len(errors)} of 8 processes ended with {errors[0]}: "
        "beside other writers a write waits, and is done"
    )
    ((n,),) = database.rows("SELECT n FROM counter")
    assert n == 240, (
        f"8 processes have incremented 30 times each, and the counter says {n}: what is read for "
        "a write is read under the write lock"
    )
