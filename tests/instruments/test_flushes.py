"""The log names the flush that a statement belongs to, why a statement failed, and budgets."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from runner.databases.database import Database
    from runner.instruments.sqllog import SqlLog


class Base(DeclarativeBase):
    """Of the one model."""


class Book(Base):
    """A book."""

    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(unique=True)


@pytest.fixture
def engine(sqlite: Database, log: SqlLog) -> Iterator[Engine]:
    """An engine with the table; the log is empty."""
    engine = create_engine(sqlite.url)
    Base.metadata.create_all(engine)
    log.start_check()
    yield engine
    engine.dispose()


def _sent(log: SqlLog) -> list[tuple[str, str]]:
    return [(s.sql.split()[0], s.flush) for s in log.statements if s.sql.split()[0] != "BEGIN"]


def test_each_flush_has_a_number_and_a_cause(engine: Engine, log: SqlLog) -> None:
    """Asked for, before a query, at the commit; what is sent between them belongs to none."""
    with Session(engine) as session:
        session.add(Book(id=1, title="a"))
        session.flush()
        session.add(Book(id=2, title="b"))
        session.scalars(select(Book)).all()
        session.execute(insert(Book).values(id=9, title="i"))
        session.add(Book(id=3, title="c"))
        session.commit()
    assert _sent(log) == [
        ("INSERT", "flush 1"),
        ("INSERT", "flush 2, by autoflush"),
        ("SELECT", ""),
        ("INSERT", ""),
        ("INSERT", "flush 3, by commit"),
        ("COMMIT", ""),
    ]


def test_a_flush_without_work_is_none(engine: Engine, log: SqlLog) -> None:
    """An object that was changed back makes the session look, and send nothing."""
    with Session(engine) as session:
        session.add(Book(id=1, title="a"))
        session.commit()
        book = session.get_one(Book, 1)
        book.title = "b"
        book.title = "a"
        session.flush()
        session.execute(text("SELECT 2"))
    assert [flush for _, flush in _sent(log)][-2:] == ["", ""]


def test_a_flush_that_fails_ends(engine: Engine, log: SqlLog) -> None:
    """What comes after the error belongs to it no more; the error stands at its statement."""
    with Session(engine) as session:
        session.add_all([Book(id=1, title="a"), Book(id=2, title="a")])
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()
        session.execute(text("SELECT 1"))
    failed = [statement for statement in log.statements if statement.error]
    assert [(s.flush, s.error) for s in failed] == [
        ("flush 1", "IntegrityError: UNIQUE constraint failed: books.title")
    ]
    assert [s.flush for s in log.statements if s.sql == "SELECT 1"] == [""]


def test_flushes_of_coroutines_do_not_mix(postgres: Database, log: SqlLog) -> None:
    """While one waits inside its flush, what another sends is not part of it."""

    async def work() -> None:
        engine = create_async_engine(postgres.async_url)
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        log.start_check()
        async with (
            AsyncSession(engine) as one,
            AsyncSession(engine) as two,
            asyncio.TaskGroup() as g,
        ):
            one.add_all([Book(id=n, title=str(n)) for n in range(3)])
            g.create_task(one.flush())
            for _ in range(3):
                g.create_task(_ask(engine))
            g.create_task(two.execute(text("SELECT 1")))
        await engine.dispose()

    async def _ask(engine: object) -> None:
        async with AsyncSession(engine) as session:  # type: ignore[arg-type]
            await session.execute(text("SELECT 2"))

    asyncio.run(work())
    flushed = {s.flush for s in log.statements if s.sql.startswith("INSERT")}
    others = {s.flush for s in log.statements if s.sql.startswith("SELECT")}
    assert flushed == {"flush 1"}
    assert others == {""}


@pytest.mark.parametrize("driver", ["psycopg2", "asyncpg"])
def test_a_deadlocks_victim_is_named(postgres: Database, log: SqlLog, driver: str) -> None:
    """Two transactions that wait for each other: one statement has the server's error."""
    with postgres.observer() as setup:
        setup.cursor().execute("CREATE TABLE t (id int PRIMARY KEY, x int DEFAULT 0)")
        setup.cursor().execute("INSERT INTO t VALUES (1), (2)")
    both = threading.Barrier(2)

    def update(connection: object, row: int) -> None:
        connection.execute(text("UPDATE t SET x = x + 1 WHERE id = :i"), {"i": row})  # type: ignore[attr-defined]

    def work(first: int, second: int) -> None:
        engine = create_engine(postgres.url)
        with suppress(OperationalError), engine.begin() as connection:
            update(connection, first)
            both.wait(5)
            update(connection, second)
        engine.dispose()

    async def work_async(first: int, second: int, other: asyncio.Event, own: asyncio.Event) -> None:
        engine = create_async_engine(postgres.async_url)
        sql = text("UPDATE t SET x = x + 1 WHERE id = :i")
        with suppress(Exception):
            async with engine.begin() as connection:
                await connection.execute(sql, {"i": first})
                own.set()
                await other.wait()
                await connection.execute(sql, {"i": second})
        await engine.dispose()

    async def together() -> None:
        a, b = asyncio.Event(), asyncio.Event()
        await asyncio.gather(work_async(1, 2, b, a), work_async(2, 1, a, b))

    if driver == "asyncpg":
        asyncio.run(together())
    else:
        threads = [threading.Thread(target=work, args=rows) for rows in ((1, 2), (2, 1))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    errors = [statement.error for statement in log.statements if statement.error]
    assert len(errors) == 1
    assert errors[0].startswith("DeadlockDetected")


def test_a_budget_names_who_sent_most(log: SqlLog) -> None:
    """Kept or not, it is noted: the limit, the count, the lines."""
    connection = sqlite3.connect(":memory:")
    with log.at_most(2, "for two rows"):
        connection.execute("SELECT 1")

    def send_five() -> None:
        with log.at_most(2, "for two rows"):
            connection.execute("SELECT 1")
            for number in range(4):
                connection.execute("SELECT ?", (number,))

    with pytest.raises(AssertionError):
        send_five()
    connection.close()
    kept, broken = log.budgets
    assert (kept["limit"], kept["sent"], kept["why"]) == (2, 1, "for two rows")
    assert (broken["limit"], broken["sent"]) == (2, 5)
    assert [count for _, count in broken["lines"]] == [4, 1]
    assert all(line.startswith("test_flushes.py:") for line, _ in broken["lines"])
    log.start_check()
    assert log.budgets == []
