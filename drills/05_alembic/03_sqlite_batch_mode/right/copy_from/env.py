"""One transaction per revision, in the engine's old mode with a BEGIN of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool


def make_engine(url: str) -> Engine:
    """The recipe from before Python 3.12: the driver begins nothing, we do."""
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def leave_transactions_to_us(connection: Any, _record: object) -> None:
            connection.isolation_level = None
            connection.execute("PRAGMA foreign_keys = ON")

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def look_for_orphans(
    ctx: MigrationContext, step: MigrationInfo, heads: Collection[Any], run_args: Mapping[str, Any]
) -> None:
    """After each revision, before its commit."""
    assert ctx.connection is not None
    if ctx.connection.dialect.name == "sqlite":
        orphans = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if orphans:
            raise ValueError(f"orphans: {orphans}")


def set_foreign_keys(driver: Any, value: int) -> int:
    """Return the former value."""
    mode = driver.autocommit
    if mode is False:
        driver.autocommit = True
    (before,) = driver.execute("PRAGMA foreign_keys").fetchone()
    driver.execute(f"PRAGMA foreign_keys = {value}")
    if mode is False:
        driver.autocommit = False
    return int(before)


def migrate(connection: Connection) -> None:
    """Each revision is committed by itself."""
    is_sqlite = connection.dialect.name == "sqlite"
    driver = connection.connection.driver_connection
    before = set_foreign_keys(driver, 0) if is_sqlite else 0
    try:
        context.configure(
            connection=connection,
            transactional_ddl=True,
            transaction_per_migration=True,
            on_version_apply=look_for_orphans,
        )
        with context.begin_transaction():
            context.run_migrations()
    finally:
        if is_sqlite:
            set_foreign_keys(driver, before)


if "connection" in context.config.attributes:
    migrate(context.config.attributes["connection"])
else:
    the_url = context.config.get_main_option("sqlalchemy.url")
    assert the_url
    with make_engine(the_url).connect() as own:
        migrate(own)
