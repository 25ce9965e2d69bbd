"""Statements that keep others waiting while they read a whole table are told, no others."""

from __future__ import annotations

import pytest
from sqlalchemy import NullPool, create_engine, text

from runner.databases.database import Database
from runner.instruments.tablereads import blocking_reads

ADD = "ALTER TABLE t ADD CONSTRAINT ck CHECK (n >= 0)"
NOT_VALID = f"{ADD} NOT VALID"


def _told(database: Database, *statements: str, autocommit: bool = False) -> list[str]:
    with blocking_reads("t") as bad:
        engine = create_engine(
            database.url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT" if autocommit else "READ COMMITTED",
        )
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
    return bad


@pytest.mark.parametrize(
    ("statements", "autocommit", "lock"),
    [
        ([ADD], False, "AccessExclusiveLock"),
        ([ADD], True, "AccessExclusiveLock"),
        (["ALTER TABLE t ALTER n TYPE BIGINT"], False, "AccessExclusiveLock"),
        (["ALTER TABLE t ALTER n SET NOT NULL"], False, "AccessExclusiveLock"),
        (["CREATE INDEX ix ON t (n)"], False, "ShareLock"),
        # The strong lock of the first is held while the second reads.
        ([NOT_VALID, "ALTER TABLE t VALIDATE CONSTRAINT ck"], False, "AccessExclusiveLock"),
        ([NOT_VALID, "ALTER TABLE t VALIDATE CONSTRAINT ck"], True, None),
        (["CREATE INDEX CONCURRENTLY ix ON t (n)"], True, None),
        (["ALTER TABLE t ADD m INTEGER DEFAULT 5"], False, None),
        (["ALTER TABLE other ALTER n TYPE BIGINT"], False, None),
        (["SELECT count(*) FROM t"], False, None),
    ],
)
def test_tells_who_reads_all_under_a_strong_lock(
    postgres: Database, statements: list[str], autocommit: bool, lock: str | None
) -> None:
    """By the server's own account, and the locks held when the statement has ended."""
    with postgres.observer() as observer:
        observer.cursor().execute(
            "CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1); CREATE TABLE other (n INTEGER)"
        )
    bad = _told(postgres, *statements, autocommit=autocommit)
    if lock is None:
        assert bad == []
    else:
        [told] = bad
        assert f"“{statements[-1]}” reads all of t and holds {lock} meanwhile" in told


@pytest.mark.parametrize("open_in_a_transaction", [False, True])
def test_sees_a_connection_that_was_there_before(
    postgres: Database, open_in_a_transaction: bool
) -> None:
    """Pooled or checked out, and also after a transaction that was rolled back."""
    engine = create_engine(postgres.url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))
    with engine.connect() as connection:
        if open_in_a_transaction:
            connection.execute(text("SELECT 1"))
        with blocking_reads("t") as bad:
            connection.execute(text(ADD))
            connection.rollback()
            connection.execute(text(ADD))
            connection.commit()
    engine.dispose()
    assert len(bad) == 2


def test_sqlite_has_nothing_to_tell(sqlite: Database) -> None:
    """There the block does nothing."""
    assert _told_on_sqlite(sqlite) == []


def _told_on_sqlite(sqlite: Database) -> list[str]:
    with blocking_reads("t") as bad, sqlite.engine().begin() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))
    return bad
