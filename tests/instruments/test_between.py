"""Others come in once between a transaction's reads and its first write."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from runner.databases.database import Database
from runner.instruments.between import before_first_write, meddling


@pytest.fixture
def engine(postgres: Database) -> Engine:
    """On a database with a row that counts."""
    with postgres.observer() as observer:
        observer.cursor().execute(
            "CREATE TABLE d (); CREATE TABLE c (n INTEGER); INSERT INTO c VALUES (0)"
        )
    return postgres.engine()


def _send(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


WRITES = (
    "UPDATE c SET n = n + 1",
    "insert into c values (5)",
    "DELETE FROM c WHERE n = 5",
    "WITH old AS (SELECT n FROM c) UPDATE c SET n = old.n FROM old",
    "/* the oldest */ UPDATE c SET n = n + 1",
    "WITH old AS (SELECT n FROM c FOR NO KEY UPDATE) DELETE FROM c USING old WHERE c.n = old.n",
    "WITH one AS (SELECT 1 AS n) INSERT INTO c SELECT n FROM one",
    "MERGE INTO c USING (SELECT 1 AS n) AS v ON c.n = v.n WHEN NOT MATCHED THEN DO NOTHING",
)
READS = (
    "SELECT n FROM c",
    "SELECT n FROM c FOR UPDATE",
    "WITH old AS (SELECT n FROM c FOR UPDATE) SELECT * FROM old",
    "WITH old AS (SELECT n FROM c FOR NO KEY UPDATE) SELECT * FROM old",
)


@pytest.mark.parametrize("write", WRITES)
def test_it_happens_once_before_the_first_write(engine: Engine, write: str) -> None:
    """Reads do not count, the second write neither; each transaction does."""
    seen: list[int] = []

    def act() -> None:
        seen.append(len(seen))
        _send(engine, "DELETE FROM d")  # its own write on the engine does not count

    with before_first_write(engine, act):
        _send(engine, *READS)
        assert seen == []
        _send(engine, *READS, write, write)
        assert seen == [0]
        _send(engine, write)
        assert seen == [0, 1]
    _send(engine, write)
    assert seen == [0, 1]


def test_others_change_what_was_read(engine: Engine, postgres: Database) -> None:
    """The changes are there before the write, for as many transactions as there are changes."""
    with meddling(engine, [["UPDATE c SET n = 10"], ["UPDATE c SET n = 20"]]) as meddled:
        for times, value in ((1, 11), (2, 21), (3, 22)):
            _send(engine, "SELECT n FROM c", "UPDATE c SET n = n + 1")
            assert (meddled.times, meddled.blocked) == (times, False)
            assert postgres.rows("SELECT n FROM c") == [(value,)]


def test_a_lock_keeps_them_out(engine: Engine, postgres: Database) -> None:
    """Where the transaction holds a lock already, that is noted, and nothing changed."""
    with meddling(engine, [["UPDATE c SET n = 10"]]) as meddled:
        _send(engine, "SELECT n FROM c FOR UPDATE", "UPDATE c SET n = n + 1")
    assert (meddled.times, meddled.blocked) == (1, True)
    assert postgres.rows("SELECT n FROM c") == [(1,)]


def test_a_mistake_in_the_changes_is_not_hidden(engine: Engine) -> None:
    """Only a lock is expected."""
    with pytest.raises(ProgrammingError, match="nowhere"), meddling(engine, [["TABLE nowhere"]]):
        _send(engine, "UPDATE c SET n = 1")
