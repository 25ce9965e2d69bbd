"""Run workers at the same moment: as threads, or as forked processes."""

from __future__ import annotations

import os
import threading
import time
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runner import seen
from runner.instruments import patience
from runner.instruments.forking import Child, ErrorSummary, summary_from, summary_of, wait_for
from runner.instruments.sqllog import SqlLog
from runner.instruments.sqlstate import Entry, active, short_error
from runner.instruments.steps import returned

_TOLD = 160
"""Statements that processes tell of, all together."""

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from runner.instruments.forking import Tell

    Watch = AbstractContextManager[object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one call of the work came to."""

    worker: int
    round: int
    value: Any = None
    error: BaseException | ErrorSummary | None = None
    """The exception; an `ErrorSummary` where the worker was a process."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the work, for the timeline."""

    outcome: Outcome
    began: float
    """On the clock of `perf_counter`, as is the next."""
    until: float

    def as_record(self, since: float) -> seen.Step:
        """What a view shows of it.

        Args:
            since: when the check began.
        """
        error = self.outcome.error
        said = short_error(error) if isinstance(error, BaseException) else str(error)
        return seen.Step(
            session=f"worker {self.outcome.worker}",
            what="its work",
            at=round((self.began - since) * 1000, 3),
            ms=round((self.until - self.began) * 1000, 3),
            outcome=returned(self.outcome.value) if error is None else said.partition("\n")[0],
            failed=error is not None,
        )


class Race:
    """Runs a piece of work in several workers that start together from one barrier.

    Args:
        log: Takes what the workers did, for the timeline; knows the answer's lines.
        watching: Notes who waits for whom while they work.
    """

    def __init__(
        self, log: SqlLog | None = None, watching: Callable[[], Watch] = nullcontext
    ) -> None:
        self._log = log or SqlLog()
        self._watching = watching
        self._sites = self._log.sites

    def __call__(
        self,
        work: Callable[[int], Any],
        workers: int = 8,
        *,
        processes: bool = False,
        rounds: int = 1,
        seconds: float = 30.0,
    ) -> list[Outcome]:
        """Run the work in every worker at once.

        Args:
            work: Called with the worker's number, from 0.
            workers: How many there are.
            processes: Forked processes instead of threads; values then travel as JSON (what
                JSON cannot hold as its repr) and errors as `ErrorSummary`.
            rounds: How often each worker calls the work, with the barrier before the first.
                A round that raises does not end the worker.
            seconds: The limit for all of them together.

        Returns:
            One outcome for each call, ordered by worker and round.

        Raises:
            AssertionError: When workers do not end in time (with the place in the answer where
                each stands), or when a process dies.
        """
        __tracebackhide__ = True
        seconds = patience.at_most(seconds)
        if processes:
            return self._processes(work, workers, rounds, seconds)
        return self._threads(work, workers, rounds, seconds)

    def _threads(
        self, work: Callable[[int], Any], workers: int, rounds: int, seconds: float
    ) -> list[Outcome]:
        __tracebackhide__ = True
        barrier = threading.Barrier(workers)
        outcomes: list[list[Outcome]] = [[] for _ in range(workers)]

        def run(worker: int) -> None:
            barrier.wait()
            for turn in range(rounds):
                began = time.perf_counter()
                try:
                    outcome = Outcome(worker, turn, work(worker))
                except BaseException as error:
                    outcome = Outcome(worker, turn, error=error)
                outcomes[worker].append(outcome)
                self._log.steps.append(Call(outcome, began, time.perf_counter()))

        # Daemons: one that never ends must not keep the process from ending.
        threads = [
            threading.Thread(target=run, args=(worker,), name=f"worker {worker}", daemon=True)
            for worker in range(workers)
        ]
        end = time.monotonic() + seconds
        with self._watching():
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(max(0.0, end - time.monotonic()))
        stuck = {
            worker: f"at {self._sites.of_thread(thread.ident)}"
            for worker, thread in enumerate(threads)
            if thread.is_alive()
        }
        if stuck:
            raise AssertionError(_did_not_end(stuck, workers, seconds))
        return [outcome for group in outcomes for outcome in group]

    def _processes(
        self, work: Callable[[int], Any], workers: int, rounds: int, seconds: float
    ) -> list[Outcome]:
        __tracebackhide__ = True
        wait_fd, go_fd = os.pipe()
        children: list[Child] = []
        try:
            # One by one, so that those that exist are killed if a fork fails.
            for worker in range(workers):
                told = _TOLD // workers
                child = Child(self._run_process(work, worker, rounds, told, wait_fd, go_fd))
                children.append(child)
            stuck = wait_for(children, seconds, until=lambda child: bool(child.messages))
            # A thread beside forks would not be safe: watched from here on.
            with self._watching():
                # The barrier opens for all at once: the pipe has no writer any more.
                os.close(go_fd)
                go_fd = -1
                stuck = stuck or wait_for(children, seconds)
                # Those that were killed or hang have not told of what they did.
                self._note([child for child in children if len(child.messages) == rounds + 2])
            if stuck:
                raise AssertionError(
                    _did_not_end(
                        {children.index(c): _last_seen(c) for c in stuck}, workers, seconds
                    )
                )
        finally:
            for child in children:
                child.kill()
            os.close(wait_fd)
            if go_fd >= 0:
                os.close(go_fd)
        for worker, child in enumerate(children):
            if len(child.messages) != rounds + 2:
                how = f"was killed by signal {child.signal}" if child.signal else "ended early"
                raise AssertionError(f"worker {worker} {how} after {_last_seen(child)}")
        return [_outcome(message) for child in children for message in child.messages[1:-1]]

    def _note(self, children: list[Child]) -> None:
        """Take what other processes did into this one's log; their clock is the same."""
        calls = [
            Call(_outcome(message), *message["clock"])
            for child in children
            for message in child.messages[1:-1]
        ]
        self._log.steps += sorted(calls, key=lambda call: call.until)
        self._log.take_in(
            Entry.from_json(told) for child in children for told in child.messages[-1]["sql"]
        )

    def _run_process(
        self,
        work: Callable[[int], Any],
        worker: int,
        rounds: int,
        told: int,
        wait_fd: int,
        go_fd: int,
    ) -> Callable[[Tell], None]:
        def run(tell: Tell) -> None:
            os.close(go_fd)
            tell("ready")
            os.read(wait_fd, 1)
            for turn in range(rounds):
                message: dict[str, Any] = {"worker": worker, "round": turn}
                began = time.perf_counter()
                try:
                    message["value"] = work(worker)
                except BaseException as error:
                    message["error"] = summary_of(error, self._sites.of_error(error))
                message["clock"] = [began, time.perf_counter()]
                tell(message)
            log = active()
            entries = log.entries[-told:] if told and isinstance(log, SqlLog) else []
            tell({"sql": [entry.as_json(session=f"worker {worker}") for entry in entries]})

        return run


def _outcome(message: dict[str, Any]) -> Outcome:
    error = message.get("error")
    return Outcome(
        message["worker"],
        message["round"],
        message.get("value"),
        summary_from(error) if error else None,
    )


def _last_seen(child: Child) -> str:
    done = max(len(child.messages) - 1, 0)
    return f"{done} finished call{'' if done == 1 else 's'}"


def _did_not_end(stuck: dict[int, str], workers: int, seconds: float) -> str:
    count = f"{len(stuck)} of {workers} workers"
    places = "\n".join(f"  worker {worker}: {place}" for worker, place in stuck.items())
    return f"{count} had not ended after {seconds:g} s: workers must not block each other\n{places}"
