"""Jobs done by the workers of a Dask cluster: other processes, usually of other machines.

A worker needs the same version of the drills, and nothing else of this machine: a job takes its
answers along.  Dask moves the jobs of a worker that dies to another one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from runner.classroom.executors import Died, Results
from runner.classroom.jobs import Job, Marked, marked_from_json, shipped
from runner.errors import SetupError, UsageError
from runner.execution.replies import raise_error

if TYPE_CHECKING:
    from distributed import Client

_CONNECT_SECONDS = 10
_WORKER_SECONDS = 30
"""For the first worker to appear."""
_SAID_AT_MOST = 500
"""Characters of what a worker's process wrote before it died."""


class Cluster:
    """A Dask cluster; it is connected to by `results`.

    Args:
        address: of its scheduler: `tcp://host:8786`.

    Raises:
        SetupError: the extra `cluster` is not installed, or there is no such cluster.
        UsageError: this is no address.
    """

    largest = 36

    def __init__(self, address: str) -> None:
        self._address = address
        with self._client() as client:
            threads = cast("dict[str, int]", client.nthreads())
            self.workers = sum(threads.values())

    def results(self, jobs: Sequence[Job]) -> Results:
        """Do the jobs; see `runner.classroom.executors.Executor`."""
        from distributed import as_completed
        from distributed.scheduler import KilledWorker

        with self._client() as client:
            futures = {
                # The sooner in the list, the sooner it begins; pure tasks would be done only once.
                client.submit(do, shipped(job), pure=False, priority=-place): job
                for place, job in enumerate(jobs)
            }
            try:
                for future in as_completed(futures):
                    job = futures[future]
                    error = future.exception()
                    if isinstance(error, KilledWorker):
                        yield job, Died("the workers that checked it died, one after the other")
                    elif error is not None:
                        raise SetupError(
                            f"a worker failed: {type(error).__name__}: {error}",
                            mend="Install the same version of persistence-drills on each worker.",
                        )
                    else:
                        yield from ((job, said) for said in _read(future.result()))
            finally:
                client.cancel(list(futures))

    def close(self) -> None:
        """Nothing is left of it between two uses."""

    @contextmanager
    def _client(self) -> Iterator[Client]:
        try:
            from distributed import Client
        except ModuleNotFoundError:
            raise SetupError(
                "--cluster needs Dask, which is not installed",
                mend="pip install -e '.[cluster]' in the repository's folder.",
            ) from None
        try:
            client = Client(self._address, timeout=_CONNECT_SECONDS)
        except ValueError as error:
            raise UsageError(
                f"--cluster names no scheduler: {error}", mend="It looks like tcp://host:8786."
            ) from None
        except OSError as error:
            raise SetupError(
                f"no Dask scheduler answers at {self._address} ({type(error).__name__})",
                mend="Start one with `dask scheduler`, and workers with `dask worker ADDRESS`.",
            ) from None
        with client:
            try:
                client.wait_for_workers(1, timeout=_WORKER_SECONDS)
            except TimeoutError:
                raise SetupError(
                    f"the scheduler at {self._address} has no workers",
                    mend=f"Start some with `dask worker {self._address}`.",
                ) from None
            yield client


def do(job: dict[str, Any]) -> list[dict[str, Any]]:
    """Do one job, on the worker; called by Dask in one of its threads.

    A process of its own does it: it is not safe to fork one that has threads, as checking does.

    Args:
        job: as `runner.classroom.jobs.shipped` gives it.

    Returns:
        What that process said, line by line.  An error is one of them: it is no reason to try
        again, as Dask would.
    """
    done = subprocess.run(
        [sys.executable, "-P", "-m", "runner.classroom.marking"],
        input=json.dumps(job),
        capture_output=True,
        text=True,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if not lines or "result" in lines[-1]:
        last = done.stderr.strip()[-_SAID_AT_MOST:] or f"exit code {done.returncode}"
        lines.append({"died": f"the process that checked it ended early: {last}"})
    return lines


def _read(lines: Sequence[dict[str, Any]]) -> Iterator[Marked | Died]:
    for line in lines:
        if "result" in line:
            yield marked_from_json(line["result"])
        elif "died" in line:
            yield Died(line["died"])
        elif "error" in line:
            raise_error(line)
