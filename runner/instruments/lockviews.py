"""See from outside which session waits for which."""

from __future__ import annotations

import threading
import time
from typing import Any, Protocol

from runner.instruments.connections import driver_connection_of
from runner.instruments.lockwaits import CHECK


class Running(Protocol):
    """A step that may have ended."""

    @property
    def done(self) -> bool:
        """Whether it has."""
        ...


class PostgresLocks:
    """What `pg_stat_activity` and `pg_blocking_pids()` show.

    Args:
        observer: A psycopg2 connection in autocommit mode that takes part in nothing.
    """

    def __init__(self, observer: Any) -> None:
        self._observer = observer
        self.names: dict[int, str] = {}
        """What messages call the sessions."""
        self._lock = threading.Lock()

    def key_of(self, connection: Any) -> int:
        """The server process of a session's connection."""
        return int(driver_connection_of(connection).info.backend_pid)

    def is_waiting(self, key: int) -> bool:
        """Whether any session blocks this one."""
        return bool(self._blockers(key))

    def blocker_of(self, key: int) -> str:
        """Who blocks a session at this moment; empty where nobody does."""
        blockers = self._blockers(key)
        return self.names.get(blockers[0], CHECK) if blockers else ""

    def is_blocked(self, waiter: Any, blocker: Any, step: Running) -> bool:
        """Whether one of the two blocks the other, by the server's own account."""
        return blocker in self._blockers(waiter) and not step.done

    def describe(self, key: int) -> str:
        """State, wait and blockers of a session."""
        rows = self._ask(
            "SELECT state, wait_event_type, wait_event, left(query, 80)"
            " FROM pg_stat_activity WHERE pid = %s",
            key,
        )
        if not rows:
            return "its server process is gone"
        state, wait_type, wait, query = rows[0]
        waits = f", waits for {wait_type}/{wait}" if wait_type else ""
        blockers = [self.names.get(pid, f"process {pid}") for pid in self._blockers(key)]
        blocked = f", blocked by {', '.join(blockers)}" if blockers else ", blocked by nobody"
        return f"pg_stat_activity shows it {state}{waits}{blocked} in {query!r}"

    def terminate(self, key: int) -> None:
        """End a session from the server's side."""
        self._ask("SELECT pg_terminate_backend(%s)", key)

    def _blockers(self, key: int) -> list[int]:
        return list(self._ask("SELECT pg_blocking_pids(%s)", key)[0][0])

    def _ask(self, query: str, key: int) -> list[Any]:
        with self._lock, self._observer.cursor() as cursor:
            cursor.execute(query, (key,))
            return cursor.fetchall()


class SqliteLocks:
    """What can be learnt about SQLite's locks by asking for the write lock.

    Args:
        observer: A sqlite3 connection in autocommit mode that takes part in nothing.
    """

    WINDOW = 0.1
    """Seconds a step must go on with the lock held before it counts as waiting: SQLite's busy
    handler sleeps no longer than 100 ms between two tries."""

    def __init__(self, observer: Any) -> None:
        self._observer = observer
        self.names: dict[Any, str] = {}
        observer.execute("PRAGMA busy_timeout = 0")
        self._since: tuple[Running, float] | None = None

    def key_of(self, connection: Any) -> Any:
        """SQLite knows its sessions by nothing but the connection itself."""
        return driver_connection_of(connection)

    def is_waiting(self, key: Any) -> bool:
        """Whether the write lock is taken while the step has not ended; not a proof."""
        return self._is_locked()

    def blocker_of(self, key: Any) -> str:
        """Nobody can tell, see `is_blocked`."""
        return ""

    def is_blocked(self, waiter: Any, blocker: Any, step: Running) -> bool:
        """Whether a step has stood still for a while beside the other's open transaction."""
        if not blocker.in_transaction or not self._is_locked():
            self._since = None
            return False
        if self._since is None or self._since[0] is not step:
            self._since = (step, time.monotonic())
        return time.monotonic() - self._since[1] >= self.WINDOW and not step.done

    def describe(self, key: Any) -> str:
        """Whether a transaction is open, and whether the write lock is taken."""
        state = "inside" if key.in_transaction else "outside"
        lock = "taken" if self._is_locked() else "free"
        return f"it is {state} a transaction and the write lock is {lock}"

    def terminate(self, key: Any) -> None:
        """There is no server that could end a session."""

    def _is_locked(self) -> bool:
        import sqlite3

        try:
            self._observer.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            return True
        self._observer.execute("ROLLBACK")
        return False
