"""Step two or more database sessions statement by statement, in an order the check decides."""

from __future__ import annotations

import queue
import threading
import time
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Protocol

from runner.instruments.connections import driver_connection_of
from runner.instruments.lockviews import PostgresLocks, SqliteLocks
from runner.instruments.steps import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from runner.instruments.steps import Noted, Work

    Locks = PostgresLocks | SqliteLocks
    Watch = AbstractContextManager[object]

PROOF_SECONDS = 5.0
"""How long a check looks for proof that a session waits."""
JOIN_SECONDS = 5.0


class ScheduledDatabase(Protocol):
    """What a schedule needs of `runner.databases.database.Database`."""

    @property
    def kind(self) -> str:
        """`"sqlite"` or `"postgres"`."""
        ...

    @property
    def dsn(self) -> Any:
        """For psycopg2."""
        ...

    @property
    def path(self) -> Any:
        """The SQLite file."""
        ...

    def observer(self) -> AbstractContextManager[Any]:
        """A connection that takes part in nothing, in autocommit mode."""
        ...


class Session:
    """One connection and the thread that works on it.  Made by `Schedule`."""

    def __init__(
        self, name: str, connect: Callable[[], Any], locks: Locks, noted: list[Noted]
    ) -> None:
        self.name = name
        self._noted = noted
        self.connection: Any = None
        """What callables get.  Its driver connection is in autocommit mode unless the check
        connects by itself, so that BEGIN and COMMIT are steps of their own."""
        self._locks = locks
        self._steps: queue.SimpleQueue[Step | None] = queue.SimpleQueue()
        self._last: Step | None = None
        self._thread = threading.Thread(target=self._work, name=f"session {name}", daemon=True)
        self._thread.start()

        def open_connection(_: Any) -> None:
            self.connection = connect()

        self._send(Step(self, open_connection, ())).result()
        # Kept, since a SQLAlchemy session that is at work cannot be asked from another thread.
        self._driver_connection = driver_connection_of(self.connection)
        self.key = locks.key_of(self.connection)
        """What the lock views call this session: the server process, on PostgreSQL."""
        locks.names[self.key] = name

    def run(self, work: Work, *parameters: Any, seconds: float = 10.0) -> Any:
        """Send a statement or callable and wait for it.

        Args:
            work: SQL text in the driver's style, or a callable that gets the connection.
            parameters: The statement's parameters.
            seconds: The limit.

        Returns:
            Rows as tuples, a row count, or what the callable returned.

        Raises:
            AssertionError: When it does not end in time.
            Exception: The driver's own error, or the callable's.
        """
        __tracebackhide__ = True
        return self.start(work, *parameters).result(seconds)

    def start(self, work: Work, *parameters: Any) -> Step:
        """Send a statement or callable without waiting for it."""
        step = Step(self, work, parameters)
        self._noted.append(step)
        return self._send(step)

    def _send(self, step: Step) -> Step:
        self._last = step
        self._steps.put(step)
        return step

    @property
    def is_waiting(self) -> bool:
        """Whether its last step waits for a lock at this moment."""
        step = self._last
        if step is None or step.done or not step.started.is_set():
            return False
        is_waiting = self._locks.is_waiting(self.key) and not step.done
        if is_waiting and not step.waited_for:
            step.waited_for = self._locks.blocker_of(self.key)
        return is_waiting

    def waits_for(self, other: Session, seconds: float = PROOF_SECONDS) -> None:
        """Prove that the last step is blocked by another session.

        On PostgreSQL the proof is `pg_blocking_pids()`.  SQLite shows its waiters nowhere: there
        the step must have begun and not end for a while in which the other session is inside a
        transaction and the write lock is taken.  A slow statement that needs no lock looks the
        same, and with three sessions the lock may be held by the third.

        Args:
            other: The session that must block this one.
            seconds: How long to look for the proof.

        Raises:
            AssertionError: With what was seen instead.
        """
        __tracebackhide__ = True
        step = self._last
        if step is None:
            raise AssertionError(f"{self.name} has sent nothing that could wait")
        end = time.monotonic() + seconds
        while time.monotonic() < end and not step.done:
            if step.started.is_set() and self._locks.is_blocked(self.key, other.key, step):
                step.waited_for = other.name
                return
            time.sleep(0.002)
        seen = step.outcome() if step.done else self.describe()
        raise AssertionError(f"{step} did not wait for {other.name}: {seen}")

    def describe(self) -> str:
        """What the database shows of this session, for a message."""
        return self._locks.describe(self.key)

    def cancel(self) -> None:
        """End a step that still runs, from outside."""
        if self._last is not None and not self._last.done:
            for method in ("cancel", "interrupt"):
                if hasattr(self._driver_connection, method):
                    getattr(self._driver_connection, method)()

    def close(self) -> bool:
        """Close the connection, which rolls back; tell whether the thread has ended."""

        def close_connection(connection: Any) -> None:
            if connection is not None:
                # The server, and SQLite, roll back what a closed connection leaves open.
                connection.close()

        self._send(Step(self, close_connection, ()))
        self._steps.put(None)
        self._thread.join(JOIN_SECONDS)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (step := self._steps.get()) is not None:
            step.execute(self.connection)


class Schedule:
    """Opens sessions for a check: the fixture `schedule`.

    Args:
        noted: takes every step of every session, for the timeline.
        watching: notes who waits for whom while they work.
    """

    def __init__(
        self, noted: list[Noted] | None = None, watching: Callable[[], Watch] = nullcontext
    ) -> None:
        self._noted = [] if noted is None else noted
        self._watching = watching

    @contextmanager
    def __call__(
        self,
        database: ScheduledDatabase,
        *names: str,
        connect: Callable[[], Any] | None = None,
    ) -> Iterator[tuple[Session, ...]]:
        """Open one session for each name.

        Args:
            database: Where they work.
            names: What the messages call them.
            connect: Makes the connection of a session, where it should not be a raw one in
                autocommit mode: a SQLAlchemy `Connection`, or an ORM `Session` bound to one (bound
                to an engine, it would change its server process between transactions).

        Yields:
            The sessions in the order of their names.  At the end they are cancelled where they
            still wait, rolled back and closed.

        Raises:
            AssertionError: When a session cannot be ended.
        """
        __tracebackhide__ = True
        is_postgres = database.kind == "postgres"
        if connect is None:
            connect = _postgres(database.dsn) if is_postgres else _sqlite(database.path)
        sessions: list[Session] = []
        with database.observer() as observer, self._watching():
            locks = PostgresLocks(observer) if is_postgres else SqliteLocks(observer)
            try:
                for name in names:
                    sessions.append(Session(name, connect, locks, self._noted))  # noqa: PERF401
                yield tuple(sessions)
            finally:
                stuck = _close_all(sessions, locks)
        if stuck:
            raise AssertionError(f"session {', '.join(stuck)} did not end when it was cancelled")


def _close_all(sessions: list[Session], locks: Locks) -> list[str]:
    """Cancel, roll back and close; return the names of those that did not end."""
    # All first: one that waits for another ends only when both are told.
    for session in sessions:
        session.cancel()
    stuck = []
    for session in sessions:
        if not session.close():
            locks.terminate(session.key)
            stuck.append(session.name)
    return stuck


def _postgres(dsn: Any) -> Callable[[], Any]:
    def connect() -> Any:
        import psycopg2

        connection = psycopg2.connect(dsn)
        connection.autocommit = True
        return connection

    return connect


def _sqlite(path: Any) -> Callable[[], Any]:
    def connect() -> Any:
        import sqlite3

        # Interrupted and closed from the check's thread.
        return sqlite3.connect(path, autocommit=True, timeout=30, check_same_thread=False)

    return connect
