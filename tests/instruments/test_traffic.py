"""Traffic goes on until it is closed, and tells what was refused."""

from __future__ import annotations

from contextlib import closing

import pytest

from runner.databases.database import Database
from runner.instruments.traffic import Traffic

INSERT = "INSERT INTO c VALUES (1)"


@pytest.fixture
def counter(postgres: Database) -> Database:
    """An empty table."""
    with postgres.observer() as observer:
        observer.cursor().execute("CREATE TABLE c (n INTEGER)")
    return postgres


def test_it_goes_on_until_closed(counter: Database) -> None:
    """What was accepted is there, and counted; nothing comes afterwards."""
    with closing(Traffic(counter)) as traffic:
        traffic.start(INSERT)
        traffic.start("SELECT n FROM c", "UPDATE c SET n = n + 1")
        traffic.goes_on("at first")
        before = dict(traffic.sent)
        traffic.goes_on("still")
        assert all(traffic.sent[text] >= count + 5 for text, count in before.items())
    assert counter.rows("SELECT count(*) FROM c") == [(traffic.sent[INSERT],)]


def test_a_refused_statement_is_told(counter: Database) -> None:
    """With when it was, the statement and the server's reason."""
    with closing(Traffic(counter)) as traffic:
        traffic.start(INSERT)
        traffic.goes_on("before the change")
        with counter.observer() as observer:
            observer.cursor().execute("ALTER TABLE c RENAME TO d")
        told = r"after the change, “INSERT .*” got UndefinedTable .*: the application must go on"
        with pytest.raises(AssertionError, match=told):
            traffic.goes_on("after the change")


def test_a_statement_that_waits_too_long_is_refused(counter: Database) -> None:
    """To wait is not to work."""
    with closing(Traffic(counter, timeout="100ms")) as traffic, counter.observer() as observer:
        observer.cursor().execute("BEGIN; LOCK TABLE c")
        traffic.start(INSERT)
        with pytest.raises(AssertionError, match=r"while it is locked, .* got QueryCanceled"):
            traffic.goes_on("while it is locked")
