"""The gradebook on a PostgreSQL server of one's own."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, NullPool, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from runner import records
from runner.classroom.marks import GRADEBOOK_URL
from runner.errors import SetupError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    Execute = Callable[[str, tuple[Any, ...]], Any]
    """Sends one statement in the driver's own placeholder style; the result iterates over rows."""

_MEND = f"Correct {GRADEBOOK_URL}, or unset it to keep marks in your work folder's progress.db."
_FOREIGN = f"Nothing was changed. Let {GRADEBOOK_URL} name an empty database, or update the drills."
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('persistence-drills migrations'))"
_CONNECT_SECONDS = 10


class Server:
    """A database on a server, which is brought to the newest revision.

    Args:
        url: what `DRILLS_GRADEBOOK_URL` says.

    Raises:
        UsageError: it is no PostgreSQL URL.
        SetupError: the database cannot be used, or is somebody else's.
    """

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        with self._begun() as connection:
            connection.execute(text(_LOCK))
            name = self._engine.url.render_as_string(hide_password=True)
            records.upgrade_locked(connection, name, mend=_FOREIGN)

    @contextmanager
    def transaction(self) -> Iterator[Execute]:
        """What sends statements in one transaction, on a connection of its own.

        Raises:
            SetupError: the server refuses, or has gone.
        """
        with self._begun() as connection:
            yield connection.exec_driver_sql

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            said = str(error.orig).strip().partition("\n")[0]
            raise SetupError(f"the gradebook cannot be used: {said}", mend=_MEND) from None


def _engine(url: str) -> Engine:
    """An engine that keeps no connection: between two marks a server may come and go."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise UsageError(f"{GRADEBOOK_URL} is no URL of a database", mend=_MEND) from None
    if parsed.get_backend_name() not in {"postgresql", "postgres"}:
        raise UsageError(
            f"{GRADEBOOK_URL} must begin with postgresql://, found {parsed.drivername}://",
            mend=_MEND,
        )
    return create_engine(
        parsed.set(drivername="postgresql+psycopg2"),
        poolclass=NullPool,
        connect_args={"connect_timeout": _CONNECT_SECONDS},
    )
