"""Work side by side, in processes forked from a parent that has imported everything.

Each job gets a process of its own, which tells its results as they come.  They travel as JSON over
a socket: an answer that is checked below such a process finds no file and no pickle to forge.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from enum import Enum, auto
from multiprocessing import connection
from typing import Any

from runner import errors, processes
from runner.replies import error_reply, raise_error
from runner.words import one_line

Send = Callable[[Any], None]
"""Takes one result, JSON data."""

_END_SECONDS = 5
"""For a worker to put away its children and its databases when it is told to end."""


class End(Enum):
    """How a job ended."""

    DONE = auto()
    LOST = auto()
    """Its process died."""


def in_forks[J](
    jobs: Iterable[J], work: Callable[[J, Send], None], *, workers: int | None
) -> Iterator[tuple[J, Any | End]]:
    """Do jobs in forked processes, as many at once as there are workers.

    The caller must be single-threaded.  Closing the iterator ends the processes.

    Args:
        jobs: begun in this order.
        work: called in a process with a job and a function that takes its results.
        workers: one per core where it is None.

    Yields:
        A job with a result, as each comes; at the job's end, the job with an `End`.

    Raises:
        DrillsError: what the work raised.
    """
    _warm_up()
    waiting = iter(jobs)
    running: dict[connection.Connection, tuple[J, Any]] = {}
    try:
        while True:
            while len(running) < (workers or os.cpu_count() or 1):
                try:
                    job = next(waiting)
                except StopIteration:
                    break
                ours, process = _start(job, work)
                running[ours] = job, process
            if not running:
                return
            for ready in connection.wait(running):
                job, process = running[ready]  # type: ignore[index]
                said = _heard(ready)  # type: ignore[arg-type]
                if isinstance(said, End):
                    del running[ready]  # type: ignore[arg-type]
                    process.join()
                yield job, said
    finally:
        _end([process for _, process in running.values()])


def _warm_up() -> None:
    """Import before the workers are forked what their checks would each import."""
    import alembic.command
    import asyncpg
    import psycopg2
    import pydantic
    import sqlalchemy.ext.asyncio
    import sqlalchemy.orm

    for module in (alembic.command, asyncpg, psycopg2, pydantic, sqlalchemy.orm):
        assert module
    gc.collect()
    gc.freeze()


def _start[J](job: J, work: Callable[[J, Send], None]) -> tuple[Any, Any]:
    context = multiprocessing.get_context("fork")
    # Both ways, though one would do: a pipe can be opened again through /proc, a socket cannot.
    ours, theirs = context.Pipe(duplex=True)
    process = context.Process(target=_be_worker, args=(job, work, theirs))
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
    ready.close()
    if "error" in message:
        raise_error(message)
    return End.DONE


def _be_worker[J](job: J, work: Callable[[J, Send], None], theirs: connection.Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(errors.EXIT_TOOL))
    processes.end_with_parent(signal.SIGTERM)
    os.dup2(2, 1)  # what a drill's checks print while they are collected is no report

    def send(message: dict[str, Any]) -> None:
        theirs.send_bytes(json.dumps(message).encode())

    with suppress(BrokenPipeError, ConnectionResetError):  # nobody wants to know any more
        try:
            work(job, lambda result: send({"result": result}))
            send({"done": True})
        except errors.DrillsError as error:
            send(error_reply(error))
        except Exception as error:
            if os.environ.get("DRILLS_DEBUG") == "1":
                raise
            send(error_reply(unexpected(error)))


def unexpected(error: Exception) -> errors.SetupError:
    """A fault of ours in another process, as an error that can be told."""
    return errors.SetupError(
        f"something unexpected happened: {one_line(f'{type(error).__name__}: {error}')}",
        mend="DRILLS_DEBUG=1 shows where. Please report it with that.",
    )


def _end(workers: Iterable[Any]) -> None:
    for process in workers:
        process.terminate()
    for process in workers:
        process.join(_END_SECONDS)
        if process.is_alive():
            process.kill()
            process.join()
