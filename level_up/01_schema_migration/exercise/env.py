"""How migrations reach the database.  Alembic runs this file for each of its commands.

Complete: nothing to do here, but worth reading.  `drills/05_alembic/03_sqlite_batch_mode` is
about what it does for SQLite.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from models import Base
from sqlalchemy import Connection, create_engine


def migrate(connection: Connection) -> None:
    """Run what the Alembic command asked for, each revision in a transaction of its own."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        transactional_ddl=True,
        transaction_per_migration=True,
    )
    with _foreign_keys_at_rest(connection), context.begin_transaction():
        context.run_migrations()


@contextmanager
def _foreign_keys_at_rest(connection: Connection) -> Iterator[None]:
    """On SQLite a batch drops the old table, which would delete the rows that refer to it."""
    driver_connection = connection.connection.driver_connection
    if not isinstance(driver_connection, sqlite3.Connection):
        yield
        return
    before = driver_connection.execute("PRAGMA foreign_keys").fetchone()[0]
    _set_foreign_keys(driver_connection, 0)
    try:
        yield
    finally:
        _set_foreign_keys(driver_connection, before)


def _set_foreign_keys(connection: sqlite3.Connection, value: int) -> None:
    mode, connection.autocommit = connection.autocommit, True  # a no-op inside a transaction
    connection.execute(f"PRAGMA foreign_keys = {value}")
    connection.autocommit = mode


given: Connection | None = context.config.attributes.get("connection")
if given is not None:  # a program, such as rollout.py, has connected
    migrate(given)
else:  # the command line
    options = context.get_x_argument(as_dictionary=True)
    url = options.get("url") or context.config.get_main_option("sqlalchemy.url")
    assert isinstance(url, str), "alembic.ini has no sqlalchemy.url"
    is_sqlite = url.startswith("sqlite")
    engine = create_engine(url, connect_args={"autocommit": False} if is_sqlite else {})
    try:
        with engine.connect() as connection:
            if not is_sqlite:
                timeout = options.get("lock_timeout", "2s")
                connection.exec_driver_sql(
                    "SELECT set_config('lock_timeout', %(t)s, false)", {"t": timeout}
                )
                connection.commit()
            migrate(connection)
    finally:
        engine.dispose()
