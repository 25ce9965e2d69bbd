"""The PostgreSQL databases that failed checks left behind; see `runner.databases.leftover`."""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runner.databases.cluster import Cluster
from runner.databases.home import home
from runner.databases.pool import KEPT
from runner.databases.templates import label
from runner.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_WAIT_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept database and the program to look at it with."""

    dsn: str
    """As the administrator, in the role that made it."""
    psql: Path


@contextlib.contextmanager
def kept_database(name: str, *, was: str | None = None, durable: bool = False) -> Iterator[Kept]:
    """The database kept under a name; the server stays up for as long as the block lasts.

    Args:
        name: what `give_back` was told as `keep_as`.
        was: what `give_back` was told to keep: while that is there, its supply is on the way.
        durable: whether it was on the durable server.

    Raises:
        UsageError: none was kept under that name.
        SetupError: there is no server to be had.
    """
    import psycopg2
    from psycopg2 import extensions

    cluster = Cluster(home(), durable=durable)
    with contextlib.ExitStack() as stack:
        if url := os.environ.get("DRILLS_POSTGRES_URL"):
            from runner.databases.external import external_server

            server = external_server(url)
        else:
            server = stack.enter_context(cluster.using())
        if was is not None:
            _wait_until_kept(server.dsn, was)
        database = KEPT + label(name)
        dsn = extensions.make_dsn(server.dsn, dbname=database, options=f"-c role={database}")
        try:
            psycopg2.connect(dsn).close()
        except psycopg2.OperationalError as error:
            raise UsageError(
                f"no database is kept of {name}",
                mend=f"drills run {name} keeps the one of the check that fails.",
            ) from error
        yield Kept(dsn, cluster.program("psql"))


def _wait_until_kept(dsn: str, was: str) -> None:
    """Wait for a run that has just ended; one that was killed leaves what was kept before."""
    import psycopg2

    deadline = time.monotonic() + _WAIT_SECONDS
    with contextlib.closing(psycopg2.connect(dsn)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            while time.monotonic() < deadline:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (was,))
                if cursor.fetchone() is None:
                    return
                time.sleep(0.01)
