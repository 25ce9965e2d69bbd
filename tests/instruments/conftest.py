"""What the tests of the instruments share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from runner.databases.database import Database
from runner.databases.postgres import PostgresSupply
from runner.instruments.sqllog import SqlLog

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def supply() -> Iterator[PostgresSupply]:
    """Fresh PostgreSQL databases."""
    supply = PostgresSupply.start(None)
    yield supply
    supply.close(wait=True)


@pytest.fixture
def postgres(supply: PostgresSupply) -> Iterator[Database]:
    """An empty PostgreSQL database."""
    grant = supply.take()
    database = Database.postgres(grant.url, grant.async_url, grant.dsn)
    yield database
    database.close()


@pytest.fixture
def counter(postgres: Database) -> Database:
    """A row that counts from 0."""
    with postgres.observer() as observer:
        observer.cursor().execute("CREATE TABLE c (n INTEGER); INSERT INTO c VALUES (0)")
    return postgres


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """A SQLite database whose file does not exist yet."""
    database = Database.sqlite(tmp_path / "store.db")
    yield database
    database.close()


@pytest.fixture
def log() -> Iterator[SqlLog]:
    """An installed log that takes this folder for the answer's."""
    log = SqlLog()
    log.install(lambda: Path(__file__).parent)
    yield log
    log.uninstall()
