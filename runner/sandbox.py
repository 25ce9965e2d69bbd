"""A child process with limits: time, memory, processes, output, file size.

The parent forks it, gives it two pipes (records out, replies in) and a third for whatever it
prints, and kills its whole tree at the end.  Nothing that the child prints, and no exit code,
decides anything; see `runner.checking`.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import json
import os
import resource
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from runner import processes
from runner.execution import reserve
from runner.execution.channel import Channel, Seal
from runner.words import visible_data

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from runner.model import Limits

RECORD_LIMIT = 1 << 20
"""Bytes of one record; a longer one ends the child."""
STACK_SIGNAL = signal.SIGUSR1
"""Makes a child write where it stands."""
_KEEP_OUT = ("PG", "PYTEST", "DRILLS_")
"""Prefixes of environment variables that a child does not inherit."""


class Child:
    """The parent's end of one child."""

    def __init__(
        self,
        pid: int,
        *,
        folder: Path,
        siblings: frozenset[int],
        records: int,
        output: int,
        replies: int,
        seal: Seal | None,
    ) -> None:
        self.pid = pid
        self.folder = folder
        self._siblings = siblings
        self.records = records
        self.output = output
        self._replies = replies
        self._seal = seal
        self._unread = b""

    def reply(self, message: dict[str, Any]) -> None:
        """Answer a question of the child's; a dead child does not matter."""
        with contextlib.suppress(BrokenPipeError, BlockingIOError):
            os.write(self._replies, json.dumps(message).encode() + b"\n")

    def read_records(self) -> list[dict[str, Any]] | None:
        """What the records pipe holds now.

        Returns:
            Whole records in order (an unreadable one as `{"broken": True}`, one without the seal
            that was agreed on as `{"forged": True}`), or None at its end.
        """
        data = os.read(self.records, 1 << 16)
        if not data:
            return None
        *lines, self._unread = (self._unread + data).split(b"\n")
        records = [self._parse(line) for line in lines]
        if len(self._unread) > RECORD_LIMIT:
            self._unread = b""
            records.append({"broken": True})
        return records

    def _parse(self, line: bytes) -> dict[str, Any]:
        if self._seal is not None:
            seal, _, line = line.partition(b" ")
            if seal != self._seal(line):
                return {"forged": True}
        try:
            record = visible_data(line)
        except (ValueError, RecursionError):
            return {"broken": True}
        return record if isinstance(record, dict) else {"broken": True}

    def end(self, *, exiting: bool = False, beside: Collection[int] = ()) -> int:
        """Kill what is left of the tree and reap the child.

        Args:
            exiting: it closed its pipe, so it is probably on its way out: its own status tells
                more than our signal would.
            beside: other children, which are not to be touched.

        Returns:
            The exit status as `os.waitstatus_to_exitcode` gives it: negative for a signal.
        """
        status = _reap(self.pid, seconds=0.2 if exiting else 0)
        processes.kill_session(self.pid)
        if status is None:
            _, status = os.waitpid(self.pid, 0)
        processes.end_orphans(self._siblings, beside)
        for fd in (self.records, self.output, self._replies):
            os.close(fd)
        return os.waitstatus_to_exitcode(status)


def _reap(pid: int, *, seconds: float) -> int | None:
    deadline = time.monotonic() + seconds
    while True:
        reaped, status = os.waitpid(pid, os.WNOHANG)
        if reaped:
            return status
        if time.monotonic() >= deadline:
            return None
        time.sleep(0.0005)


def fork(
    work: Callable[[Channel], None], *, limits: Limits, folder: Path, seal: Seal | None = None
) -> Child:
    """Run `work` in a child of this process.

    The caller must be single-threaded and hold no engine, pool or event loop.

    Args:
        work: called in the child with its channel; the child ends when it returns.
        limits: applied before `work` starts.
        folder: becomes the child's working folder; its temporary files go below it.
        seal: on every record of the child.

    Returns:
        The parent's end; call `end()` in every case.
    """
    pipes = _Pipes()
    sys.stdout.flush()
    sys.stderr.flush()
    siblings = processes.own_children()
    # Python swallows what a handler raises in the functions that it calls around a fork: the
    # SIGTERM that is to end us comes before or after.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    try:
        pid = os.fork()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    if pid == 0:
        be_child(work, pipes.records[1], pipes.output[1], pipes.replies[0], limits, folder, seal)
    return pipes.child(pid, folder, siblings, seal)


def spawn(module: str, job: dict[str, Any], *, folder: Path) -> Child:
    """Start a child from nothing, for systems where a fork is not safe.

    Args:
        module: run with `python -m`; it gets the job, and calls `be_child` with the three
            descriptors that the job then names.
        job: JSON data.
        folder: the child's working folder.

    Returns:
        The parent's end; call `end()` in every case.
    """
    import subprocess

    pipes = _Pipes()
    passed = (pipes.records[1], pipes.output[1], pipes.replies[0])
    siblings = processes.own_children()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", module, json.dumps(job | {"descriptors": passed})],
        pass_fds=passed,
        stdin=subprocess.DEVNULL,
    )
    process.returncode = 0  # `Child.end` reaps it: Popen must not try
    return pipes.child(process.pid, folder, siblings)


class _Pipes:
    """The three pipes of a child: what it reports, prints, and is told."""

    def __init__(self) -> None:
        self.records = os.pipe()
        self.output = os.pipe()
        self.replies = os.pipe()

    def child(
        self, pid: int, folder: Path, siblings: frozenset[int], seal: Seal | None = None
    ) -> Child:
        """The parent's end, once the child has its own."""
        for fd in (self.records[1], self.output[1], self.replies[0]):
            os.close(fd)
        os.set_blocking(self.replies[1], False)
        os.set_blocking(self.output[0], False)
        return Child(
            pid,
            folder=folder,
            siblings=siblings,
            records=self.records[0],
            output=self.output[0],
            replies=self.replies[1],
            seal=seal,
        )


def be_child(
    work: Callable[[Channel], None],
    records: int,
    output: int,
    replies: int,
    limits: Limits,
    folder: Path,
    seal: Seal | None = None,
) -> NoReturn:
    """Turn this process into a child, do the work, and end.

    Args:
        work: called with the channel to the parent.
        records: the descriptor to report to.
        output: the descriptor to print to.
        replies: the descriptor to be told from.
        limits: applied before `work` starts.
        folder: becomes the working folder.
        seal: on every record.
    """
    code = 1
    try:
        _enter(output, keep={records, replies}, limits=limits, folder=folder)
        work(Channel(records, replies, seal))
        sys.stdout.flush()
        code = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.flush()
        os._exit(code)


def _enter(output: int, *, keep: set[int], limits: Limits, folder: Path) -> None:
    """Make this process a child: its own session, no terminal, limits, a folder of its own."""
    gc.disable()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    os.setsid()
    processes.end_with_parent(signal.SIGKILL)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    _close_all_but(keep | {0, 1, 2})
    sys.stdin = os.fdopen(0, "r", closefd=False)
    sys.stdout = os.fdopen(1, "w", buffering=1, errors="backslashreplace", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace", closefd=False)
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
    for name in [name for name in os.environ if name.startswith(_KEEP_OUT)]:
        del os.environ[name]
    os.chdir(folder)
    # Nobody loads the answer from there again; and to write that would make its folder anew,
    # also when we are being put away.
    sys.dont_write_bytecode = True
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)  # the parent's own choice is cached
    faulthandler.register(STACK_SIGNAL, file=2, all_threads=True)
    faulthandler.enable(file=2)
    reserve.keep()
    set_limits(limits)
    gc.enable()


def _close_all_but(keep: set[int]) -> None:
    start = 3
    for fd in sorted(fd for fd in keep if fd >= start):
        os.closerange(start, fd)
        start = fd + 1
    os.closerange(start, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def set_limits(limits: Limits) -> None:
    """Give this process and all it starts the limits that the kernel can keep.

    Time and output are watched by the parent; CPU time here is the net below that.
    """
    mb = 1 << 20
    cpu = int(limits.total_seconds) + 5
    _lower(resource.RLIMIT_CPU, cpu)
    _lower(resource.RLIMIT_AS, _address_space() + limits.memory_mb * mb)
    _lower(resource.RLIMIT_FSIZE, limits.file_mb * mb)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))


def _address_space() -> int:
    """Bytes of address space in use; 0 where the system does not tell (then only the limit)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()
