"""Wait for a state of the database, never for time to pass; let racers meet at a lock."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Protocol

from runner.instruments import patience

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from runner.instruments.race import Outcome, Race


class WatchedDatabase(Protocol):
    """What this needs of `runner.databases.database.Database`, on PostgreSQL."""

    def observer(self) -> AbstractContextManager[Any]:
        """A psycopg2 connection in autocommit mode."""
        ...

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        """The rows of one query."""
        ...


STILL_SECONDS = 2.0
"""Racers of whom no more arrive for so long wait for each other outside of the database."""


def until(condition: Callable[[], object], seconds: float = 15.0) -> None:
    """Look until something holds.

    Args:
        condition: what is looked at; for a session of a `schedule` that may end or be blocked,
            `lambda: step.done or b.is_waiting`.
        seconds: how long.

    Raises:
        AssertionError: it does not come to hold.
    """
    __tracebackhide__ = True
    seconds = patience.at_most(seconds)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"neither an end nor a wait was seen in {seconds:g} s"
        time.sleep(0.002)


def waiting(database: WatchedDatabase) -> int:
    """How many sessions wait for a lock in this PostgreSQL database."""
    [(count,)] = database.rows(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    return count


def race_to(
    lock: str,
    work: Callable[[int], Any],
    *,
    race: Race,
    database: WatchedDatabase,
    workers: int,
    processes: bool = False,
) -> list[Outcome]:
    """Race while a lock is held, until all workers wait for it or have ended.

    So none of them gets past it before all the others have come as far as they can.

    Args:
        lock: the statement that takes it, in a transaction of its own: `SELECT … FOR UPDATE`.
        work: called with the worker's number, from 0.
        race: the fixture.
        database: on PostgreSQL.
        workers: how many there are.
        processes: forked processes instead of threads.

    Returns:
        One outcome for each worker.

    Raises:
        AssertionError: a worker's own, or workers do not end.
        NotImplementedError: a worker's own.
    """
    __tracebackhide__ = True
    ended: list[int] = []  # processes do not share it

    def run(worker: int) -> Any:
        if worker == workers:
            return let_go()
        try:
            return work(worker)
        finally:
            ended.append(worker)

    def let_go() -> None:
        seen, since = -1, time.monotonic()
        while seen < workers and time.monotonic() - since < STILL_SECONDS:
            count = len(ended) + waiting(database)
            if count > seen:
                seen, since = count, time.monotonic()
            time.sleep(0.002)
        # From outside: a forked worker must not use the holder's connection.
        database.rows("SELECT pg_terminate_backend(%s)", holder_pid)

    with database.observer() as holder:
        holder_pid = holder.info.backend_pid
        holder.cursor().execute("BEGIN")
        holder.cursor().execute(lock)
        outcomes = race(run, workers=workers + 1, processes=processes)
    for outcome in outcomes:
        if isinstance(outcome.error, NotImplementedError | AssertionError):
            raise outcome.error
    return outcomes[:workers]
