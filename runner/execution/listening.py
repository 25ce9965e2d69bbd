"""Listen to one child until it ends, or reaches a limit and must be ended."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Literal, Protocol

from runner import processes
from runner.clock import Clock
from runner.model import Limits, VerdictStatus
from runner.sandbox import STACK_SIGNAL, Child

_TICK = 0.1
_FILES = 4
"""Times the largest file allowed: what all files of a child may take together."""
_START_SECONDS = 30.0
"""For a child to be there at all, before it touches the answer."""
_STACK = re.compile(rb"(?:Current thread|Thread) 0x")
_STACK_LINE = re.compile(rb'File "/[^"]*/drills-answer-[^"]*/answer/([^"]+)", line (\d+)')

Death = tuple[Literal["timeout", "crash", "memory", "output"], str]
"""Why a child was ended, or how it ended itself: a status and the rest of a sentence."""


class Referee(Protocol):
    """Who decides what becomes of what a child says."""

    def next_check(self) -> str | None:
        """The check to run now; None when all are run or running."""
        ...

    def settle(self, listener: Listener, name: str, record: dict[str, Any], output: bytes) -> None:
        """A check has ended, or died."""

    def was_loading(self, output: bytes) -> None:
        """What a child has printed until the answer was loaded, or could not be."""

    def cannot_load(self, status: VerdictStatus, message: str, detail: str) -> None:
        """No check can run: the answer cannot be loaded."""

    def wants_database(self, listener: Listener) -> None:
        """A check waits for a database; it is given to `listener.child`, then `got_database`."""


class Listener:
    """Hears one child, from its fork to its end.

    Args:
        referee: told what happens.
        child: just forked.
        limits: of the drill.
        clock: of the run.
        end: when, by that clock, time for the whole answer is up.
    """

    def __init__(
        self, referee: Referee, child: Child, limits: Limits, clock: Clock, end: float
    ) -> None:
        self.child = child
        self.over = False
        """Whether the child is done, dead, or must be ended: then `close` it."""
        self._referee = referee
        self._limits = limits
        self._clock = clock
        self._end = end
        self._current: str | None = None
        self._loaded = False
        self._settled = False
        self._asking = False
        self._gone = False
        self._death: Death | None = None
        self._output = b""
        self._printed = 0
        self._output_ended = False
        self._deadline = min(clock.now() + _START_SECONDS, end)
        self._stalled = 0.0
        self._next_count = self._next_look = clock.now() + 2 * _TICK
        # A process that it left behind may hold its pipe open for ever.
        self._handle = os.pidfd_open(child.pid) if hasattr(os, "pidfd_open") else None
        self._waits = processes.Waits(child.pid)

    @property
    def sources(self) -> list[int]:
        """The descriptors that become readable when there is something to `hear`."""
        output = [] if self._output_ended else [self.child.output]
        return [self.child.records, *output, *([] if self._handle is None else [self._handle])]

    @property
    def patience(self) -> float:
        """Seconds after which to `hear`, whether something is readable or not."""
        return max(0.0, min(_TICK, self._deadline - self._clock.now()))

    def hear(self, readable: Collection[int]) -> None:
        """Read what the child says, and see whether it keeps its limits.

        Args:
            readable: descriptors, those of others among them.
        """
        if self.child.records in readable:
            records = self.child.read_records()
            if records is None:
                self.over = self._gone = True
                return
            for record in records:
                self._read(record)
        elif self._handle in readable:
            self.over = self._gone = True
            return
        if self.child.output in readable:
            self._drain_output()
        self._death = self._beyond_a_limit()
        self.over = self.over or self._death is not None

    @property
    def has_told(self) -> bool:
        """Whether it has said all that it was there for."""
        return self.over and self._settled

    def got_database(self) -> None:
        """The check that waited for one goes on, and its time with it."""
        self._asking = False
        self._deadline = self._from_now()

    def close(self, *, beside: Collection[int] = ()) -> None:
        """End the child; tell the referee how it died, where it did.

        Args:
            beside: processes of other children, which stay.
        """
        try:
            if self._death is not None and self._death[0] == "timeout":
                self._ask_where_it_stands()
            if self._gone:
                self._drain_output()
        finally:
            exit_code = self.child.end(exiting=self._gone, beside=beside)
            if self._handle is not None:
                os.close(self._handle)
            self._waits.close()
        if self._gone or self._death is not None:
            self._tell_of_its_death(exit_code)

    def _tell_of_its_death(self, exit_code: int) -> None:
        if self._settled:
            return
        status, message = self._death or _natural_death(exit_code, self._output)
        line = _own_line(self._output)
        printed = _STACK.split(self._output, maxsplit=1)[0]
        if not self._loaded:
            self._referee.was_loading(printed)
            message = f"while it was loaded, your code {message}"
            self._referee.cannot_load(status, message, line)
            return
        name = self._current or self._referee.next_check()
        if name is not None:
            record = {"status": status, "message": f"your code {message}", "line": line}
            self._referee.settle(self, name, record, printed)

    def _from_now(self) -> float:
        self._stalled = self._waits.seconds()
        return min(self._clock.now() + self._limits.seconds, self._end)

    def _read_output(self) -> bool:
        """Read what there is; False when there is nothing, now or for ever."""
        try:
            data = os.read(self.child.output, 1 << 16)
        except BlockingIOError:
            return False
        self._output_ended = not data
        self._printed += len(data)
        self._output = (self._output + data)[-(1 << 16) :]
        return bool(data)

    def _read(self, record: dict[str, Any]) -> None:
        """Take one record; one that is out of place counts for nothing."""
        self._deadline = self._from_now()
        match record:
            case {"ready": True}:
                pass  # from now on the answer's time runs
            case {"loaded": True, "ask": "check"} if not self._loaded:
                self._drain_output()
                if not self._printed_too_much():
                    self._loaded = True
                    self._referee.was_loading(self._output)
                    self._start_next()
            case {"unloadable": dict(why)}:
                self.over = self._settled = True
                self._drain_output()
                self._referee.was_loading(self._output)
                message, detail = str(why.get("message", "")), str(why.get("detail", ""))
                self._referee.cannot_load("import_error", message, detail)
            case {"result": {"name": str(name), **result}, **more} if name == self._current:
                self._drain_output()
                if self._printed_too_much():
                    return  # it is ended for that
                self._referee.settle(self, name, result, self._output)
                self._current = None
                if "again" in more:
                    self.over = self._settled = True
                else:
                    self._start_next()
            case {"tampering": str(what)}:
                self._end_as_tampering(what)
            case {"forged": True}:
                self._end_as_tampering("writes a record in the name of its checks")
            case {"ask": "database"} if not self._asking:
                self._asking = True
                self._deadline = self._end
                self._referee.wants_database(self)

    def _start_next(self) -> None:
        self._output = b""
        self._printed = 0
        self._current = self._referee.next_check()
        if self._current is None:
            self.over = self._settled = True
        else:
            self.child.reply({"check": self._current})

    def _end_as_tampering(self, what: str) -> None:
        self.over = self._settled = True
        self._referee.cannot_load("tampering", f"the answer {what}", "")

    def _drain_output(self) -> None:
        while not self._printed_too_much() and self._read_output():
            pass

    def _printed_too_much(self) -> bool:
        return self._printed > self._limits.output_kb << 10

    def _beyond_a_limit(self) -> Death | None:
        limits = self._limits
        now = self._clock.now()
        if self._printed_too_much():
            return "output", f"printed more than {limits.output_kb} kB"
        if now >= self._deadline and not self._was_kept_waiting():
            allowed = limits.seconds if now < self._end else limits.total_seconds
            return "timeout", f"was still running after {allowed:g} s"
        if now >= self._next_count:
            self._next_count = now + 5 * _TICK
            if len(processes.tree(self.child.pid)) > limits.processes:
                return "crash", f"started more than {limits.processes} processes"
        if now >= self._next_look:
            self._next_look = now + _TICK
            most = _FILES * limits.file_mb
            if _size_of(self.child.folder) > most << 20:
                return "output", f"wrote more than {most} MB of files"
        return None

    def _was_kept_waiting(self) -> bool:
        """Whether other programs had the processor meanwhile: that time is added, up to the end."""
        before = self._stalled
        self._stalled = self._waits.seconds()
        self._deadline = min(self._deadline + self._stalled - before, self._end)
        return self._clock.now() < self._deadline - _TICK / 2

    def _ask_where_it_stands(self) -> None:
        """Let the child write its stack (faulthandler), for the line where it hangs."""
        with suppress(ProcessLookupError):
            os.kill(self.child.pid, STACK_SIGNAL)
            end = monotonic() + 3 * _TICK
            while monotonic() < end and b"(most recent call first)" not in self._output:
                self._read_output()
                sleep(0.005)
            sleep(0.01)
            self._drain_output()


def _natural_death(exit_code: int, output: bytes) -> Death:
    """How a child that was not ended by us died."""
    if exit_code == -signal.SIGSEGV and b"Fatal Python error: Aborted" in output:
        exit_code = -signal.SIGABRT  # where signals are shut off, an abort ends as a crash
    if exit_code == -signal.SIGXCPU:
        return "timeout", "used up its processor time"
    if exit_code == -signal.SIGSEGV:
        return "crash", "crashed the interpreter (segmentation fault)"
    if exit_code == -signal.SIGKILL:
        return "crash", "cut the connection to its checks, or was killed from outside"
    if exit_code < 0:
        return "crash", f"ended its process with {signal.Signals(-exit_code).name}"
    return "crash", f"ended its process by itself, with exit code {exit_code} (os._exit?)"


def _size_of(folder: Path) -> int:
    """Bytes of disk, or of memory, that the files below a folder take."""
    total = 0
    for where, _, names in folder.walk():
        for name in names:
            with suppress(OSError):  # it has vanished meanwhile
                total += (where / name).lstat().st_blocks * 512  # stat(2) counts in these
    return total


def _own_line(output: bytes) -> str:
    """The innermost line of the answer in a stack that faulthandler wrote."""
    found = _STACK_LINE.search(output)
    return f"{found[1].decode(errors='replace')}:{found[2].decode()}" if found else ""
