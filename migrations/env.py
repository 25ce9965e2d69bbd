"""Run the migrations: on the caller's connection, or from the command line on `progress.db`."""

import logging
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from runner.records import Base, UtcDateTime, migration_engine
from runner.workspace import Workspace, work_root


def render_item(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Write plain types into a migration: it must outlive the code of its day."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def migrate(connection: Connection) -> None:
    """Run what the Alembic command asked for, in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        render_as_batch=True,  # SQLite alters a table by making it anew
        transactional_ddl=True,  # true since the connection has autocommit=False
        autogenerate_plugins=["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)  # runner.records.upgrade holds the lock and commits
else:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    progress = Workspace(work_root(None)).progress
    progress.parent.mkdir(parents=True, exist_ok=True)
    with migration_engine(progress).connect() as own:
        migrate(own)
