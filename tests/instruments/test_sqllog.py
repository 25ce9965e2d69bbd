"""The SQL log sees each statement once, with its place, whoever sends it."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from runner.databases.database import Database
    from runner.instruments.sqllog import SqlLog


def _table(connection: sqlite3.Connection) -> None:
    connection.executescript("CREATE TABLE t (x); CREATE TABLE seen (x);")


def test_counts_sqlite3_statements_but_not_transaction_control(log: SqlLog) -> None:
    """Raw sqlite3: connection and cursor calls count, BEGIN, COMMIT and PRAGMA do not."""
    connection = sqlite3.connect(":memory:", autocommit=False)
    _table(connection)
    with log.record() as record:
        connection.execute("PRAGMA foreign_keys")
        connection.execute("INSERT INTO t VALUES (?)", (1,))
        connection.cursor().execute("/* why */ select * from t")
        connection.commit()
    connection.close()
    assert record.count == 2
    assert [s.sql for s in record.matching("COMMIT")] == ["COMMIT"]
    assert len(record.matching("Select")) == 1
    assert record.matching("insert into")[0].line.startswith("test_sqllog.py:")


def test_one_call_of_sqlite3_counts_once(log: SqlLog) -> None:
    """A trigger's statements and the rows of an executemany are no statements of their own."""
    connection = sqlite3.connect(":memory:", autocommit=False)
    _table(connection)
    connection.executescript(
        "CREATE TRIGGER a AFTER INSERT ON t BEGIN"
        " INSERT INTO seen VALUES (1); INSERT INTO seen VALUES (2); END"
    )
    with log.record() as record:
        connection.execute("INSERT INTO t VALUES (?)", ("x",))
    assert record.count == 1
    with log.record() as record:
        for _ in range(3):
            connection.execute("INSERT INTO t VALUES (?)", ("x",))
    assert record.count == 3
    with log.record() as record:
        for size in (4, 4, 1):
            connection.executemany("INSERT INTO t VALUES (?)", [("x",)] * size)
    assert record.count == 3
    with log.record() as record:
        connection.executescript("INSERT INTO seen VALUES (1);" * 3)
    assert record.count == 3
    connection.close()


@pytest.mark.parametrize("times", [1, 2])
def test_a_refused_statement_says_why(log: SqlLog, sqlite: Database, times: int) -> None:
    """Locked or against a constraint: the first call at a place is told as the later ones are."""
    holder, other = (sqlite3.connect(sqlite.path, timeout=0, autocommit=True) for _ in range(2))
    holder.execute("CREATE TABLE t (x UNIQUE)")
    other.execute("INSERT INTO t VALUES (1)")
    holder.execute("BEGIN IMMEDIATE")
    log.start_check()
    for _ in range(times):
        with pytest.raises(sqlite3.OperationalError):
            other.execute("UPDATE t SET x = 2")
        with pytest.raises(sqlite3.OperationalError):
            other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.IntegrityError):
            holder.execute("INSERT INTO t VALUES (1)")
        holder.execute("SELECT 1")
    holder.close()
    other.close()
    busy = "OperationalError: database is locked (SQLITE_BUSY)"
    unique = "IntegrityError: UNIQUE constraint failed: t.x (SQLITE_CONSTRAINT_UNIQUE)"
    assert [statement.error for statement in log.statements] == [busy, busy, unique, ""] * times


@pytest.mark.parametrize("times", [1, 2])
def test_a_statement_that_cannot_be_read_is_shown(log: SqlLog, times: int) -> None:
    """It never came to SQLite's trace, and counts for nothing."""
    connection = sqlite3.connect(":memory:", autocommit=True)
    texts = ["SELECT 1", "UPDATE t SET", "SELECT 2"] * times
    with log.record() as record:
        for each in texts:
            with suppress(sqlite3.OperationalError):
                connection.execute(each)
    connection.close()
    errors = [statement.error for statement in log.statements]
    assert errors == ["", "OperationalError: incomplete input (SQLITE_ERROR)", ""] * times
    assert record.count == 2 * times
    assert log.statements[1].line.startswith("test_sqllog.py:")


def test_other_errors_are_no_statements(log: SqlLog) -> None:
    """One that is raised on, or by something else than a statement, is told once or not at all."""
    connection = sqlite3.connect(":memory:", autocommit=True)

    def sent() -> None:
        connection.execute("SELEC 1")

    with pytest.raises(sqlite3.OperationalError):
        sent()
    rows = connection.execute("SELECT 1")
    connection.close()
    with pytest.raises(sqlite3.ProgrammingError):
        rows.fetchall()
    assert len(log.statements) == 2


def test_legacy_mode_shows_the_implicit_begin(log: SqlLog) -> None:
    """The BEGIN that sqlite3 sends by itself stands in the log, before its statement."""
    connection = sqlite3.connect(":memory:")
    _table(connection)
    with log.record() as record:
        connection.executemany("INSERT INTO t VALUES (?)", [(1,), (2,)])
    connection.close()
    assert [s.sql.split()[0] for s in record.statements] == ["BEGIN", "INSERT"]


@pytest.mark.filterwarnings("ignore:Passing more than 1 positional:DeprecationWarning")
def test_a_callback_of_ones_own_hides_nothing(log: SqlLog) -> None:
    """An answer may set a trace callback, take it away again, and have a class of its own."""

    class Mine(sqlite3.Connection):
        def set_trace_callback(self, trace_callback: object) -> None:
            changes.append(callable(trace_callback))
            super().set_trace_callback(trace_callback)  # type: ignore[arg-type]

    changes: list[bool] = []
    seen: list[str] = []
    default = sqlite3.connect(":memory:", autocommit=True)
    named = sqlite3.connect(":memory:", autocommit=True, factory=Mine)
    placed = sqlite3.connect(":memory:", 5, 0, None, True, Mine)
    for connection in (default, named, placed):
        with log.record() as record:
            connection.set_trace_callback(seen.append)
            connection.execute("SELECT 1")
            connection.set_trace_callback(None)
            connection.execute("SELECT 2")
        connection.close()
        assert [statement.sql for statement in record.statements] == ["SELECT 1", "SELECT 2"]
        assert record.statements[0].line.startswith("test_sqllog.py:")
    assert seen == ["SELECT 1"] * 3
    assert changes == [True] * 4
    assert repr(type(default)) == "<class 'sqlite3.Connection'>"
    assert isinstance(named, Mine)
    assert not hasattr(default, "__dict__")


def test_a_factory_that_is_no_class_is_left_as_it_is(log: SqlLog) -> None:
    """What it makes is in the log if it is a connection; what cannot make any, fails as ever."""
    connect: Any = sqlite3.connect
    made = connect(":memory:", factory=lambda *given, **named: sqlite3.Connection(*given))
    made.execute("SELECT 1")
    made.close()
    assert log.sent == 1
    assert connect(":memory:", factory=lambda *given, **named: 5) == 5
    with pytest.raises(TypeError, match="not callable"):
        connect(":memory:", factory={})


def test_a_connection_that_begins_at_once_shows_it(log: SqlLog) -> None:
    """autocommit=False has sent BEGIN when connect returns; each connection has its number."""
    first = sqlite3.connect(":memory:", autocommit=False)
    first.commit()
    second = sqlite3.connect(":memory:", autocommit=False)
    first.close()
    shown = [(statement.sql, statement.session) for statement in log.statements]
    begun = [("BEGIN", "1"), ("COMMIT", "1"), ("BEGIN", "1"), ("BEGIN", "2")]
    assert shown == [*begun, ("ROLLBACK", "1")]
    assert log.statements[0].line.startswith("test_sqllog.py:")
    second.close()


def test_a_number_comes_once(log: SqlLog) -> None:
    """Connections that come one after another often lie at one address in memory."""
    kept = sqlite3.connect(":memory:")
    kept.execute("SELECT 1")
    for _ in range(5):
        connection = sqlite3.connect(":memory:")
        connection.execute("SELECT 1")
        connection.close()
        del connection
    kept.execute("SELECT 1")
    kept.close()
    assert [statement.session for statement in log.statements] == [*"123456", "1"]


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_counts_sqlalchemy_statements_once(
    log: SqlLog, kind: str, request: pytest.FixtureRequest
) -> None:
    """An engine's statements have rows, parameters, time and place, and are not doubled."""
    database: Database = request.getfixturevalue(kind)
    engine: Engine = database.engine()
    engine.connect().close()
    with log.record() as record:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE t (x INTEGER)"))
            connection.execute(text("INSERT INTO t VALUES (:x)"), [{"x": i} for i in range(5)])
            with connection.begin_nested():
                connection.execute(text("UPDATE t SET x = x + :n"), {"n": 1})
        with engine.connect() as connection:
            connection.execute(text("SELECT x FROM t")).all()
    # How a connection is given back to the pool differs: SQLite is always in a transaction.
    pooling = ("BEGIN", "ROLLBACK")
    assert [s.sql.split()[0] for s in record.statements if s.sql not in pooling] == [
        "CREATE",
        "INSERT",
        "SAVEPOINT",
        "UPDATE",
        "RELEASE",
        "COMMIT",
        "SELECT",
    ]
    assert record.count == 4
    insert, update = record.matching("INSERT")[0], record.matching("UPDATE")[0]
    assert insert.rows == update.rows == 5
    assert insert.parameters.endswith("5 sets")
    assert update.ms > 0
    assert update.line.startswith("test_sqllog.py:")
    assert record.rows == (15 if kind == "postgres" else 10)


def test_leaves_out_what_an_engine_asks_at_its_first_connect(
    log: SqlLog, postgres: Database
) -> None:
    """Questions for the server's version are not the answer's statements."""
    with log.record() as record, postgres.engine().connect() as connection:
        connection.execute(text("SELECT 1"))
    assert record.count == 1


def test_sees_async_engines_with_the_answers_line(log: SqlLog, postgres: Database) -> None:
    """Statements of concurrent coroutines keep their own times and places."""
    from sqlalchemy.ext.asyncio import create_async_engine

    async def work() -> None:
        engine = create_async_engine(postgres.async_url)

        async def one(seconds: float) -> None:
            async with engine.connect() as connection:
                await connection.execute(text("SELECT pg_sleep(:s)"), {"s": seconds})

        await asyncio.gather(one(0.1), one(0.02))
        await engine.dispose()

    with log.record() as record:
        asyncio.run(work())
    times = sorted(s.ms for s in record.matching("SELECT"))
    assert len(times) == 2
    assert times[0] < 90 < times[1]
    assert all(s.line.startswith("test_sqllog.py:") for s in record.matching("SELECT"))


def test_at_most_says_the_count_and_folds_repeats(log: SqlLog, sqlite: Database) -> None:
    """Too many statements fail with the count, the purpose and where they come from."""
    with sqlite.engine().connect() as connection:
        with log.at_most(2, "for 2 tasks"):
            connection.execute(text("SELECT 1"))
            connection.execute(text("SELECT 2"))

        def ask() -> None:
            with log.at_most(2, "for 9 tasks"):
                for i in range(9):
                    connection.execute(text("SELECT :i"), {"i": i})

        with pytest.raises(AssertionError) as failure:
            ask()
    first, *rest = str(failure.value).splitlines()
    assert first == "9 statements were sent for 9 tasks: at most 2 may be needed"
    assert rest[0].startswith("  SELECT ?  ×9 from test_sqllog.py:")


def test_an_error_in_the_block_is_not_hidden_by_the_count(log: SqlLog) -> None:
    """What the answer raises inside at_most is what is shown."""
    with pytest.raises(ValueError, match="mine"), log.at_most(0):
        raise ValueError("mine")


def test_observers_are_left_out(log: SqlLog, sqlite: Database, postgres: Database) -> None:
    """The check's own connections, and what it sends in a pause, stand in no log."""
    with log.record() as record:
        assert sqlite.rows("SELECT 1") == [(1,)]
        assert postgres.rows("SELECT 1") == [(1,)]
        with log.paused(), sqlite.engine().connect() as connection:
            connection.execute(text("SELECT 1"))
    assert record.statements == []


def test_keeps_the_last_statements_and_counts_all(log: SqlLog) -> None:
    """A runaway answer does not fill the memory."""
    connection = sqlite3.connect(":memory:")
    log.start_check()
    for i in range(700):
        connection.execute("SELECT ?", (i,))
    connection.close()
    assert log.sent == 700
    assert len(log.statements) == 500
    assert log.statements[-1].sql == "SELECT 699"
    log.start_check()
    assert (log.sent, log.statements) == (0, [])


def test_threads_are_all_counted(log: SqlLog, sqlite: Database) -> None:
    """Eight threads that run the same line lose no statement."""

    def work() -> None:
        connection = sqlite3.connect(sqlite.path)
        for i in range(50):
            connection.execute("SELECT ?", (i,)).fetchall()
        connection.close()

    with log.record() as record:
        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert record.count == 400


def test_sqlalchemy_is_followed_when_it_is_imported_later(tmp_path: Path) -> None:
    """Installing imports no SQLAlchemy, and misses nothing of an engine made afterwards."""
    script = tmp_path / "late.py"
    script.write_text(
        "import sys\n"
        "from runner.instruments.sqllog import SqlLog\n"
        "log = SqlLog(); log.install()\n"
        "assert 'sqlalchemy' not in sys.modules and 'psycopg2' not in sys.modules\n"
        "from sqlalchemy import create_engine, text\n"
        "with create_engine('sqlite://').connect() as c: c.execute(text('SELECT 1'))\n"
        "assert log.sent == 1, log.statements\n"
        "assert log.statements[0].rows is not None or log.statements[0].ms > 0\n"
    )
    subprocess.run([sys.executable, str(script)], check=True)


@pytest.mark.filterwarnings("ignore:unclosed database:ResourceWarning")
def test_a_connection_that_a_collection_ends_may_roll_back(log: SqlLog, sqlite: Database) -> None:
    """It comes back to the log, wherever the log is just then: nobody waits for himself."""
    forgotten: list[object] = [sqlite3.connect(sqlite.path, autocommit=False)]
    forgotten.append(forgotten)  # only a collection ends it
    for number in range(50):
        log.begin(f"SELECT {number}", "", None, connection=0)
    before = gc.get_threshold()

    def read() -> None:
        gc.set_threshold(1)  # in the midst of reading
        assert len(log.statements) >= 50

    reader = threading.Thread(target=read, daemon=True)
    del forgotten
    try:
        reader.start()
        reader.join(10)
        assert not reader.is_alive()
    finally:
        gc.set_threshold(*before)
    assert log.statements[-1].sql == "ROLLBACK"
