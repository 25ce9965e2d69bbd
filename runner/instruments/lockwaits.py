"""Note for the views who waited for whose lock, as the server told it at the time.

A thread looks at `pg_stat_activity` and `pg_blocking_pids()` over and over while sessions are at
work (https://www.postgresql.org/docs/current/functions-info.html).  Nothing is judged by it.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from contextlib import contextmanager, suppress
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runner.instruments.waiting import WatchedDatabase

_PAUSE = 0.005
"""Seconds between two looks."""
_QUESTION = (
    "SELECT pid, pg_blocking_pids(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
CHECK = "the check"
"""What the views call a session that the check keeps to itself."""


class Work(Protocol):
    """A statement or step of one session."""

    waited_for: str
    """The session that it waited for."""

    @property
    def server(self) -> int:
        """The server process that did it; 0 where there is none."""
        ...

    @property
    def began(self) -> float:
        """On the clock of `perf_counter`."""
        ...

    @property
    def session(self) -> str:
        """What the views call the session."""
        ...


class Look(NamedTuple):
    """Who waited at one moment between two, on the clock of `perf_counter`."""

    since: float
    until: float
    blockers: dict[int, list[int]]
    """Server process that waits -> those that hold it up, or stand before it in the queue."""


@contextmanager
def watching(database: WatchedDatabase) -> Iterator[list[Look]]:
    """Look who waits during a `with` block.

    Args:
        database: on PostgreSQL.

    Yields:
        The looks at which somebody waited, in order of time; complete after the block.
    """
    looks: list[Look] = []
    ended = threading.Event()

    def look() -> None:
        # No trouble here (a server that has gone, or has no connection left) is the check's.
        with suppress(Exception), database.observer() as observer, observer.cursor() as cursor:
            while not ended.wait(_PAUSE):
                since = perf_counter()
                cursor.execute(_QUESTION)
                if waiting := dict(cursor.fetchall()):
                    looks.append(Look(since, perf_counter(), waiting))

    thread = threading.Thread(target=look, name="lock waits", daemon=True)
    thread.start()
    try:
        yield looks
    finally:
        ended.set()
        thread.join()


def note(work: Iterable[Work], looks: Iterable[Look]) -> None:
    """Write down for each piece of work whom it waited for most of the time, if anybody.

    Args:
        work: of all sessions; one that waited and has no name yet gets it.
        looks: in order of time.
    """
    ordered = sorted(work, key=lambda piece: piece.began)
    waited: defaultdict[Work, Counter[str]] = defaultdict(Counter)
    at_work: dict[int, Work] = {}
    place = 0
    for look in looks:
        while place < len(ordered) and ordered[place].began <= look.until:
            at_work[ordered[place].server] = ordered[place]
            place += 1
        for waiter, blockers in look.blockers.items():
            piece = at_work.get(waiter)
            # Who stands in the queue as well holds nobody up by itself.
            holders = [pid for pid in blockers if pid not in look.blockers] or blockers
            # What began during the look may have come after what was seen.
            if piece is None or piece.began > look.since or not holders:
                continue
            holder = at_work.get(holders[0])
            waited[piece][holder.session.removeprefix("session ") if holder else CHECK] += 1
    for piece, names in waited.items():
        piece.waited_for = piece.waited_for or names.most_common(1)[0][0]
