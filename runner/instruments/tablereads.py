"""See which statements read or rewrite a whole table under a lock that others wait for."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

STRONG = {"ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"}
"""Locks on a table that writers, or even readers, wait for."""
_HELD = "SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND relation = to_regclass(%s)"
_SIGNS = ('verifying table "{}"', 'rewriting table "{}"', 'on table "{}"')


@contextmanager
def blocking_reads(table: str) -> Iterator[list[str]]:
    """Collect what is wrong with the statements that read all of a table, on any psycopg2 engine.

    PostgreSQL tells at the level DEBUG1 when it reads or rewrites a table for a change of the
    schema.  The locks that are held then are still held when the statement has ended, as long as
    its transaction has not.

    Args:
        table: its name.

    Yields:
        One sentence for each such statement, so far; empty on SQLite.
    """
    from psycopg2.extensions import TRANSACTION_STATUS_IDLE
    from sqlalchemy import Engine, event

    bad: list[str] = []
    told: list[str] = []
    signs = [sign.format(table) for sign in _SIGNS]

    class Notices:
        """Takes the place of psycopg2's list, which SQLAlchemy empties."""

        def append(self, notice: str) -> None:
            told.append(notice)

        def __len__(self) -> int:
            return 0

    def before(connection: Any, *_: object) -> None:
        if connection.dialect.driver != "psycopg2":
            return
        driver = connection.connection.driver_connection
        # A connection may have been open before, and what is set ends with a ROLLBACK.
        known = isinstance(driver.notices, Notices)
        if known and driver.info.transaction_status != TRANSACTION_STATUS_IDLE:
            return
        driver.notices = Notices()
        with driver.cursor() as cursor:
            cursor.execute("SET client_min_messages = debug1")

    def after(connection: Any, _cursor: object, statement: str, *_: object) -> None:
        reads_all = any(sign in notice for notice in told for sign in signs)
        told.clear()
        if not reads_all:
            return
        driver = connection.connection.driver_connection
        with driver.cursor() as cursor:
            cursor.execute(_HELD, (table,))
            held = {mode for (mode,) in cursor.fetchall()} & STRONG
        if driver.autocommit and not re.search("VALIDATE|CONCURRENTLY", statement.upper()):
            held = {"AccessExclusiveLock"}  # given back already
        if held:
            bad.append(
                f"“{' '.join(statement.split())}” reads all of {table} and holds {min(held)} "
                "meanwhile: what takes long must run under a lock that nobody waits for"
            )

    event.listen(Engine, "before_cursor_execute", before)
    event.listen(Engine, "after_cursor_execute", after)
    try:
        yield bad
    finally:
        event.remove(Engine, "before_cursor_execute", before)
        event.remove(Engine, "after_cursor_execute", after)
