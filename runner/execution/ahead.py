"""A checking process started before the command knows what to check.

`drills run` forks it as its very first act: it imports pytest and waits for a job, while the
command parses its arguments, finds the drill and imports its renderer on another processor.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runner.errors import EXIT_TOOL

if TYPE_CHECKING:
    from collections.abc import Callable

    from runner.model import Drill, Verdict


_LEAVE_SECONDS = 10
"""For putting away what it made."""


class Ahead:
    """The command's end of the process."""

    def __init__(self) -> None:
        """Fork.  The caller must be single-threaded, and have imported as little as can be."""
        # Two pipes: to import what a socket takes is a hundredth of a small drill's run.
        jobs, our_jobs = os.pipe()
        our_replies, replies = os.pipe()
        self._checks = False
        self._pid = os.fork()
        if self._pid == 0:
            os.close(our_jobs)
            os.close(our_replies)
            _serve(jobs, replies)
        os.close(jobs)
        os.close(replies)
        self._jobs, self._replies = os.fdopen(our_jobs, "wb"), os.fdopen(our_replies, "rb")

    def check(
        self,
        drill: Drill,
        answer: Path,
        *,
        only: str | None = None,
        started: Callable[[], None] = lambda: None,
        keep_as: str | None = None,
    ) -> Verdict:
        """Check one answer there; the arguments and errors of `runner.checking.check`."""
        job = {"drill": str(drill.path), "answer": str(answer), "only": only, "keep_as": keep_as}
        self._checks = True
        said = b""
        with contextlib.suppress(OSError), self._jobs:  # it has ended: it may have told why
            self._jobs.write(json.dumps(job).encode() + b"\n")
        started()
        from runner.errors import SetupError
        from runner.execution.replies import verdict_of

        with contextlib.suppress(OSError):
            said = self._replies.readline()
        self._checks = False
        if not said:
            raise SetupError(
                "the process that checks your answer was killed", mend="Run the command again."
            )
        return verdict_of(json.loads(said))

    def close(self) -> None:
        """Wait until it has tidied up; what it still checks, nobody wants to know any more."""
        self._jobs.close()
        self._replies.close()
        if self._checks:
            os.kill(self._pid, signal.SIGTERM)
        os.waitpid(self._pid, 0)


def _serve(jobs: int, replies: int) -> None:
    """Import, wait for the one job, do it, and leave."""
    try:  # from the first line: what gets out of here would run the command a second time
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command, which ends us
        # The command's SIGTERM, sent when it dies, must run our `finally` blocks.
        signal.signal(signal.SIGTERM, _leave)
        from runner.execution.replies import send_reply

        def send(reply: bytes) -> None:
            with os.fdopen(replies, "wb", closefd=False) as stream:
                stream.write(reply)

        send_reply(lambda told: _do(jobs, told), send)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:  # and the command has gone, or has ended us
        with contextlib.suppress(Exception):
            from runner import temporary

            temporary.put_away()
        os._exit(0)


def _leave(*_: object) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(_LEAVE_SECONDS)  # a check's module that is still being read may not let us go
    sys.exit(EXIT_TOOL)


def _do(jobs: int, told: Callable[[Verdict], None]) -> None:
    from runner import checking, processes
    from runner.catalog import drill_at

    processes.end_with_parent(signal.SIGTERM)
    with os.fdopen(jobs, "rb") as stream:
        line = stream.readline()
    if line:
        job: dict[str, Any] = json.loads(line)
        checking.check(
            drill_at(Path(job["drill"])),
            Path(job["answer"]),
            only=job["only"],
            keep_as=job["keep_as"],
            started=_import_the_rest,
            told=told,
        )


def _import_the_rest() -> None:
    """Import what is needed for the verdict, while the checks run."""
    import runner.databases.leftover
    import runner.seen

    assert runner.databases.leftover, runner.seen
