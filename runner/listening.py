"""Listen to one child until it ends, or reaches a limit and must be ended."""

from __future__ import annotations

import os
import re
import selectors
import signal
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from time import monotonic, sleep
from typing import Any, Literal, Protocol

from runner import processes
from runner.channel import output_of
from runner.model import Limits, VerdictStatus
from runner.sandbox import STACK_SIGNAL, Child

_TICK = 0.1
_START_SECONDS = 30.0
"""For a child to be there at all, before it touches the answer."""
_STACK = re.compile(rb"(?:Current thread|Thread) 0x")
_STACK_LINE = re.compile(rb'File "/[^"]*/drills-answer-[^"]*/answer/([^"]+)", line (\d+)')

Death = tuple[Literal["timeout", "crash", "memory", "output"], str]
"""Why a child was ended, or how it ended itself: a status and the rest of a sentence."""


class Referee(Protocol):
    """Who decides what becomes of what a child says."""

    def settle(self, name: str, record: dict[str, Any], output: bytes) -> None:
        """A check has ended, or died."""

    def cannot_load(self, status: VerdictStatus, message: str, detail: str) -> None:
        """No check can run: the answer cannot be loaded."""

    def stop_here(self) -> bool:
        """Whether enough is known."""
        ...

    def ask(self) -> int:
        """A check wants a database; the descriptor that becomes readable when there is one."""
        ...

    def take(self, child: Child) -> None:
        """Hand it over."""


class Listener:
    """Hears one child, from its fork to its end.

    Args:
        referee: told what happens.
        child: just forked.
        names: the checks it runs, in order.
        limits: of the drill.
        end: when, on the monotonic clock, time for the whole answer is up.
    """

    def __init__(
        self, referee: Referee, child: Child, names: Sequence[str], limits: Limits, end: float
    ) -> None:
        self._referee = referee
        self._limits = limits
        self._child = child
        self._waiting = list(names)
        self._end = end
        self._current: str | None = None
        self._loaded = False
        self._unloadable = False
        self._wants_another = False
        self._asking = False
        self._output = b""
        self._printed = 0
        self._output_ended = False
        self._deadline = min(monotonic() + _START_SECONDS, end)
        self._next_count = monotonic() + 2 * _TICK

    def _from_now(self) -> float:
        return min(monotonic() + self._limits.seconds, self._end)

    def until_it_ends(self) -> bool:
        """Follow the child.

        Returns:
            Whether the answer is done with: it could not be loaded, or time is up.
        """
        death: Death | None = None
        gone = False
        try:
            death, gone = self._listen()
            if death is not None and death[0] == "timeout":
                self._ask_where_it_stands()
            if gone:
                self._drain_output()
        finally:
            exit_code = self._child.end(exiting=gone)
        if self._unloadable or self._referee.stop_here():
            return True
        if self._all_reported() and death is None:
            return True
        if self._wants_another:
            return False
        status, message = death or _natural_death(exit_code)
        line = _own_line(self._output)
        if not self._loaded:
            message = f"while it was loaded, your code {message}"
            self._referee.cannot_load(status, message, line)
            return True
        if self._current is None:
            if not self._waiting:
                return True
            self._current = self._waiting.pop(0)
        record = {"status": status, "message": f"your code {message}", "line": line}
        shown = output_of(self._current, self._output)
        self._referee.settle(self._current, record, _STACK.split(shown, maxsplit=1)[0])
        return monotonic() >= self._end

    def _listen(self) -> tuple[Death | None, bool]:
        """Read what the child says, until it ends or must be ended.

        Returns:
            Why it must be ended, if so; and whether it is gone by itself.
        """
        with selectors.DefaultSelector() as selector, ExitStack() as stack:
            selector.register(self._child.records, selectors.EVENT_READ, "records")
            selector.register(self._child.output, selectors.EVENT_READ, "output")
            if hasattr(os, "pidfd_open"):
                # A process that it left behind may hold its pipe open for ever.
                handle = os.pidfd_open(self._child.pid)
                stack.callback(os.close, handle)
                selector.register(handle, selectors.EVENT_READ, "ended")
            while True:
                events = {key.data: key.fd for key, _ in selector.select(self._patience())}
                if "supply" in events:
                    selector.unregister(events["supply"])
                    self._referee.take(self._child)
                    self._asking = False
                    self._deadline = self._from_now()
                if "records" in events:
                    records = self._child.read_records()
                    if records is None:
                        return None, True
                    for record in records:
                        self._read(record, selector)
                    if self._unloadable or self._referee.stop_here() or self._all_reported():
                        return None, False
                elif "ended" in events:
                    return None, True
                if "output" in events:
                    self._drain_output()
                    if self._output_ended:
                        selector.unregister(self._child.output)
                death = self._beyond_a_limit()
                if death is not None:
                    return death, False

    def _all_reported(self) -> bool:
        return not self._waiting and self._current is None

    def _patience(self) -> float:
        return max(0.0, min(_TICK, self._deadline - monotonic()))

    def _read_output(self) -> bool:
        """Read what there is; False when there is nothing, now or for ever."""
        try:
            data = os.read(self._child.output, 1 << 16)
        except BlockingIOError:
            return False
        self._output_ended = not data
        self._printed += len(data)
        self._output = (self._output + data)[-(1 << 16) :]
        return bool(data)

    def _read(self, record: dict[str, Any], selector: selectors.BaseSelector) -> None:
        """Take one record; one that is out of place counts for nothing."""
        self._deadline = self._from_now()
        match record:
            case {"ready": True}:
                pass  # from now on the answer's time runs
            case {"loaded": True}:
                self._loaded = True
            case {"unloadable": dict(why)}:
                self._unloadable = True
                message, detail = str(why.get("message", "")), str(why.get("detail", ""))
                self._referee.cannot_load("import_error", message, detail)
            case {"start": str(name)} if self._waiting and name == self._waiting[0]:
                self._current = self._waiting.pop(0)
                self._printed = 0
            case {"result": {"name": str(name), **result}} if name == self._current:
                self._drain_output()
                self._referee.settle(name, result, output_of(name, self._output))
                self._current = None
            case {"again": True}:
                self._wants_another = True
            case {"ask": "database"} if not self._asking:
                self._asking = True
                selector.register(self._referee.ask(), selectors.EVENT_READ, "supply")
                self._deadline = self._end

    def _drain_output(self) -> None:
        while self._read_output():
            pass

    def _beyond_a_limit(self) -> Death | None:
        limits = self._limits
        now = monotonic()
        if self._printed > limits.output_kb << 10:
            return "output", f"printed more than {limits.output_kb} kB"
        if now >= self._deadline:
            allowed = limits.seconds if now < self._end else limits.total_seconds
            return "timeout", f"was still running after {allowed:g} s"
        if now >= self._next_count:
            self._next_count = now + 5 * _TICK
            if len(processes.tree(self._child.pid)) > limits.processes:
                return "crash", f"started more than {limits.processes} processes"
        return None

    def _ask_where_it_stands(self) -> None:
        """Let the child write its stack (faulthandler), for the line where it hangs."""
        with suppress(ProcessLookupError):
            os.kill(self._child.pid, STACK_SIGNAL)
            end = monotonic() + 3 * _TICK
            while monotonic() < end and b"(most recent call first)" not in self._output:
                self._read_output()
                sleep(0.005)
            sleep(0.01)
            self._drain_output()


def _natural_death(exit_code: int) -> Death:
    """How a child that was not ended by us died."""
    if exit_code == -signal.SIGXCPU:
        return "timeout", "used up its processor time"
    if exit_code == -signal.SIGSEGV:
        return "crash", "crashed the interpreter (segmentation fault)"
    if exit_code == -signal.SIGKILL:
        return "crash", "cut the connection to its checks, or was killed from outside"
    if exit_code < 0:
        return "crash", f"ended its process with {signal.Signals(-exit_code).name}"
    return "crash", f"ended its process by itself, with exit code {exit_code} (os._exit?)"


def _own_line(output: bytes) -> str:
    """The innermost line of the answer in a stack that faulthandler wrote."""
    found = _STACK_LINE.search(output)
    return f"{found[1].decode(errors='replace')}:{found[2].decode()}" if found else ""
