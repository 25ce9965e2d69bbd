"""Where jobs are done: the interface, and the processes of this machine."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

from runner.forked import End, in_forks
from runner.marking import Job, Marked, mark, marked_from_json


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


@dataclass(frozen=True, slots=True)
class Local:
    """Processes forked from this one, which must be single-threaded."""

    workers: int
    largest: int = 4

    def results(self, jobs: Sequence[Job]) -> Results:
        """Do the jobs; see `Executor`."""
        for job, said in in_forks(
            jobs, mark, workers=self.workers, alike=lambda job: job.terms.drill.slug
        ):
            if said is End.LOST:
                yield job, Died("the process that checked it was killed")
            elif not isinstance(said, End):
                yield job, marked_from_json(said)
