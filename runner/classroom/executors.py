"""Where jobs are done: the interface, and the processes of this machine."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from runner.classroom.immortal import keep_for_ever
from runner.classroom.jobs import Job, Marked, marked_from_json
from runner.errors import SetupError
from runner.execution.replies import error_reply, raise_error
from runner.forked import End, end, in_forks, obeying_parent, warm_up

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_END_SECONDS = 10
"""For the server to end its workers, before it is killed."""


@dataclass(frozen=True, slots=True)
class Died:
    """The process that did a job died before it was through."""

    why: str


Results = Generator[tuple[Job, Marked | Died], None, None]
"""Each answer's result with its job; closing it ends what runs."""


class Executor(Protocol):
    """Does jobs, somewhere."""

    @property
    def workers(self) -> int:
        """How many jobs it does at once."""
        ...

    @property
    def largest(self) -> int:
        """Answers that a job may have: many, where each job collects its checks anew."""
        ...

    def results(self, jobs: Sequence[Job]) -> Results:
        """Do the jobs; closing the iterator ends what runs.

        Args:
            jobs: begun in this order.

        Yields:
            Each answer's result with its job, as it comes, in any order.  Where a job died, it
            says so after the results that it had.

        Raises:
            DrillsError: a drill's checks are broken, or a worker cannot mark.
        """
        ...

    def close(self) -> None:
        """End what it has started."""
        ...


class Local:
    """Workers forked from a server, which is forked from this process now.

    What this process imports and opens later, such as the gradebook, is not in them: a small
    process is forked faster.  And the server imports pytest meanwhile.

    Args:
        workers: how many jobs are done at once.
    """

    largest = 4

    def __init__(self, workers: int) -> None:
        self.workers = workers
        context = multiprocessing.get_context("fork")
        self._server, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._server, workers))
        self._process.start()
        theirs.close()

    def results(self, jobs: Sequence[Job]) -> Results:
        """Begin the jobs at once; see `Executor`."""
        self._server.send(jobs)
        return self._results(jobs)

    def _results(self, jobs: Sequence[Job]) -> Results:
        through = False
        try:
            while not (through := (message := self._hear()) == "done"):
                place, said = message
                yield jobs[place], Died(said) if isinstance(said, str) else marked_from_json(said)
        finally:
            if not through:
                self.close()

    def close(self) -> None:
        """End the server, and with it the workers."""
        self._server.close()
        end([self._process], _END_SECONDS)

    def _hear(self) -> Any:
        try:
            message = json.loads(self._server.recv_bytes())
        except (EOFError, OSError):
            raise SetupError(
                "the process that marks was killed",
                mend="Run the command again: it goes on from there.",
            ) from None
        if isinstance(message, dict):
            raise_error(message)
        return message


@obeying_parent()
def _serve(commands: Connection, other_end: Connection, workers: int) -> None:
    """Do lists of jobs until nobody has any more; tell results by the place of their job."""
    other_end.close()
    from runner.classroom import marking  # with pytest, while the parent still looks for answers

    assert marking
    keep_for_ever()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            jobs: Sequence[Job] = commands.recv()
            try:
                for message in _done(jobs, workers):
                    commands.send_bytes(json.dumps(message).encode())
                commands.send_bytes(b'"done"')
            except Exception as error:
                commands.send_bytes(json.dumps(error_reply(error)).encode())


def _done(jobs: Sequence[Job], workers: int) -> Iterator[tuple[int, Any]]:
    from runner.classroom.marking import mark

    warm_up(job.terms.drill.checks for job in jobs)
    for place, said in in_forks(
        range(len(jobs)),
        lambda places, send: mark((jobs[place] for place in places), send),
        workers=workers,
        alike=lambda place: jobs[place].terms.drill.slug,
    ):
        if said is End.LOST:
            yield place, "the process that checked it was killed"
        elif not isinstance(said, End):
            yield place, said
