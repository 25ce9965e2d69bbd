"""How migrations reach the database.  Alembic runs this file for each of its commands."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, Engine


def make_engine(url: str) -> Engine:
    """Make the engine for a command that was given no connection.

    Args:
        url: of an SQLite file or a PostgreSQL database.

    Returns:
        An engine with whose connections a failed migration leaves nothing behind, also on SQLite.
    """
    # TODO task 1
    raise NotImplementedError


def migrate(connection: Connection) -> None:
    """Run what the Alembic command asked for.

    On SQLite, revisions may drop a table that others refer to and make it anew: no row of the
    others may be lost by that.  When it returns or raises, foreign keys are enforced on the
    connection, and transactions open, just as before.

    Args:
        connection: not in a transaction.  From `make_engine`, or from the shop's own engine, where
            on SQLite `autocommit` is False and foreign keys are enforced.

    Raises:
        Exception: what a revision raises; or on SQLite an error of your own if the revisions
            would leave rows that refer to nothing.  In both cases the database is as before.
    """
    # TODO task 1
    raise NotImplementedError


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
