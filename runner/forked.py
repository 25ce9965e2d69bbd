"""Work side by side, in processes forked from a parent that has imported everything.

A process does one job, and then those that are like it; it tells its results as they come.  They
travel as JSON over a socket: an answer that is checked below such a process finds no file and no
pickle to forge.
"""

from __future__ import annotations

import gc
import importlib
import json
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum, auto
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, cast

from runner import errors, instruments, processes, temporary
from runner.execution.replies import error_reply, raise_error

Send = Callable[[Any], None]
"""Takes one result, JSON data."""

_CORES = os.cpu_count() or 1
_SLOW = {
    "alembic": ("alembic.command",),
    "asyncpg": ("asyncpg",),
    "psycopg2": ("psycopg2",),
    "pydantic": ("pydantic",),
    "sqlalchemy": ("sqlalchemy.ext.asyncio", "sqlalchemy.orm"),
}
"""Packages that take long to import -> what to import of them."""
_END_SECONDS = 5
"""For a worker to put away its children and its databases when it is told to end."""


class End(Enum):
    """How a job ended."""

    DONE = auto()
    LEFT = auto()
    """Done, and its process does no other."""
    LOST = auto()
    """Its process died."""


def in_forks[J](
    jobs: Sequence[J],
    work: Callable[[Iterator[J], Send], None],
    *,
    workers: int | None,
    alike: Callable[[J], Any],
) -> Iterator[tuple[J, Any | End]]:
    """Do jobs in forked processes, as many at once as there are workers.

    The caller must be single-threaded, and may have called `warm_up`.  Closing the iterator ends
    the processes.

    Args:
        jobs: begun in this order, but for those that are like one that a process has just done.
        work: called in a process with jobs that are alike, each of which is done when the next is
            asked for, and a function that takes the results of the last.
        workers: one per core where it is None.
        alike: jobs with the same key may be done by one process, one after the other.

    Yields:
        A job with a result, as each comes; at the job's end, the job with an `End`.

    Raises:
        DrillsError: what the work raised.
    """
    waiting = deque(range(len(jobs)))
    running: dict[connection.Connection, tuple[int | None, Any]] = {}
    try:
        while True:
            busy = sum(place is not None for place, _ in running.values())
            for place in [waiting.popleft() for _ in range((workers or _CORES) - busy) if waiting]:
                ours, process = _start(jobs, place, work)
                running[ours] = place, process
            if not running:
                return
            for ready in cast("list[connection.Connection]", connection.wait(running)):
                place, process = running[ready]
                said = _heard(ready)
                if said is End.LOST:
                    del running[ready]
                    process.join()
                elif said is End.LEFT:
                    running[ready] = None, process
                elif said is End.DONE and place is not None:
                    following = _like(place, waiting, jobs, alike)
                    running[ready] = following, process
                    _tell(ready, following)
                if place is not None:
                    yield jobs[place], said
    finally:
        end([process for _, process in running.values()])


def _like[J](
    place: int, waiting: deque[int], jobs: Sequence[J], alike: Callable[[J], Any]
) -> int | None:
    """Take the next job like this one, where there is one."""
    for other in waiting:
        if alike(jobs[other]) == alike(jobs[place]):
            waiting.remove(other)
            return other
    return None


def warm_up(checks: Iterable[Path]) -> None:
    """Import before workers are forked what their checks would each import, and no more.

    Args:
        checks: the files.
    """
    texts = [file.read_text("utf-8", "replace") for file in set(checks) if file.is_file()]
    for package, modules in _SLOW.items():
        if any(package in text for text in texts):
            for module in modules:
                importlib.import_module(module)
    instruments.import_all()
    gc.collect()
    gc.freeze()


def _start[J](jobs: Sequence[J], place: int, work: Callable[[Iterator[J], Send], None]) -> Any:
    context = multiprocessing.get_context("fork")
    # Both ways also because a pipe can be opened again through /proc, and a socket cannot.
    ours, theirs = context.Pipe(duplex=True)
    process = context.Process(target=_be_worker, args=(jobs, place, work, theirs))
    process.start()
    theirs.close()
    return ours, process


def _heard(ready: connection.Connection) -> Any | End:
    try:
        message = json.loads(ready.recv_bytes())
    except (EOFError, OSError):
        ready.close()
        return End.LOST
    if "result" in message:
        return message["result"]
    if "error" in message:
        ready.close()
        raise_error(message)
    return End.DONE if message["done"] == "more?" else End.LEFT


def _tell(worker: connection.Connection, place: int | None) -> None:
    with suppress(BrokenPipeError, ConnectionResetError):  # it has died: the next read tells
        worker.send_bytes(json.dumps(place).encode())


@contextmanager
def obeying_parent() -> Iterator[None]:
    """In a forked process: end in good order when the parent says so, or when it has gone.

    Once told, or done, it is not told again: `sys.exit` from a handler would be a traceback in the
    exit functions that come after the block.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    signal.signal(signal.SIGTERM, _leave)
    processes.end_with_parent(signal.SIGTERM)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        temporary.put_away()


def _leave(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(errors.EXIT_TOOL)


@obeying_parent()
def _be_worker[J](
    jobs: Sequence[J],
    place: int,
    work: Callable[[Iterator[J], Send], None],
    theirs: connection.Connection,
) -> None:
    os.dup2(2, 1)  # what a drill's checks print while they are collected is no report

    def send(message: dict[str, Any]) -> None:
        theirs.send_bytes(json.dumps(message).encode())

    def alike() -> Iterator[J]:
        following: int | None = place
        while following is not None:
            yield jobs[following]
            send({"done": "more?"})
            following = json.loads(theirs.recv_bytes())

    # Nobody wants to know any more.
    with suppress(BrokenPipeError, ConnectionResetError, EOFError):
        try:
            work(alike(), lambda result: send({"result": result}))
            send({"done": "no more"})
        except Exception as error:
            send(error_reply(error))


def end(forked: Collection[BaseProcess], seconds: float = _END_SECONDS) -> None:
    """End processes, and kill those that do not end.

    Args:
        forked: by this process; each in `obeying_parent`.
        seconds: what each may take to put its own things away.
    """
    for process in forked:
        process.terminate()
    for process in forked:
        process.join(seconds)
        if process.is_alive():
            process.kill()
            process.join()
