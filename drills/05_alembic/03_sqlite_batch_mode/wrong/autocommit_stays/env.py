"""How migrations reach the database: in one transaction, foreign keys of SQLite at rest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection, Engine, create_engine, event


def make_engine(url: str) -> Engine:
    """The engine of the command line: real transactions, and foreign keys enforced."""
    if not url.startswith("sqlite"):
        return create_engine(url)
    # The default mode of sqlite3 opens no transaction for DDL: a failure leaves half of it.
    engine = create_engine(url, connect_args={"autocommit": False})

    @event.listens_for(engine, "connect")
    def enforce_foreign_keys(connection: sqlite3.Connection, _record: object) -> None:
        _set_foreign_keys(connection, on=True)

    return engine


def migrate(connection: Connection) -> None:
    """Run what the Alembic command asked for: all of it, or nothing."""
    # Alembic believes that SQLite cannot roll back DDL, which holds for the driver's old mode.
    context.configure(connection=connection, transactional_ddl=True)
    if connection.dialect.name != "sqlite":
        with context.begin_transaction():
            context.run_migrations()
        return
    with _foreign_keys_at_rest(connection), context.begin_transaction():
        context.run_migrations()
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if orphans:
            table, rowid, parent, _ = orphans[0]
            raise RuntimeError(
                f"{len(orphans)} rows would refer to nothing, the first is row {rowid} of {table}, "
                f"to {parent}: the migration is rolled back"
            )


@contextmanager
def _foreign_keys_at_rest(connection: Connection) -> Iterator[None]:
    """Switch enforcement off: dropping the old table would delete the rows that refer to it."""
    driver_connection = connection.connection.driver_connection
    assert isinstance(driver_connection, sqlite3.Connection)
    before = bool(driver_connection.execute("PRAGMA foreign_keys").fetchone()[0])
    _set_foreign_keys(driver_connection, on=False)
    try:
        yield
    finally:
        driver_connection.autocommit = True
        driver_connection.execute(f"PRAGMA foreign_keys = {int(before)}")


def _set_foreign_keys(connection: sqlite3.Connection, *, on: bool) -> None:
    # Inside a transaction the pragma is a silent no-op, and with autocommit=False one is always
    # open: step out, and in again.
    mode, connection.autocommit = connection.autocommit, True
    connection.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")
    connection.autocommit = mode


# Given, complete: who wants the migrations, and where.
given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    url = context.config.get_main_option("sqlalchemy.url")
    assert url, "alembic.ini has no sqlalchemy.url"
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            migrate(connection)
    finally:
        engine.dispose()
