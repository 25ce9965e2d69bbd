"""Follow the children that check one answer, and decide what happened to each check.

The parent decides: a check passed only when a child said so explicitly, in a record for a check
that the parent expected.  A child that dies takes one check with it; another child runs the
rest.
"""

from __future__ import annotations

import os
import re
import selectors
import signal
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, get_args

from runner import sandbox
from runner.errors import SetupError
from runner.model import Check, CheckResult, CheckStatus, Limits, Statement, VerdictStatus

if TYPE_CHECKING:
    from runner.databases.postgres import PostgresSupply

_TICK = 0.1
_OUTPUT_SHOWN = 2_000
_STATUSES = frozenset(get_args(CheckStatus))
_STACK_LINE = re.compile(rb'File "/[^"]*/drills-[^"]*/answer/([^"]+)", line (\d+)')

Death = tuple[CheckStatus, str]
"""Why a child was ended, or how it ended itself: a status and a message."""


class Follower:
    """Runs the expected checks of one answer in as many children as it takes."""

    def __init__(
        self,
        expected: Sequence[Check],
        limits: Limits,
        supply: PostgresSupply | None,
        *,
        stop_at_first: bool,
        keep_as: str | None,
    ) -> None:
        self._expected = expected
        self._limits = limits
        self._supply = supply
        self._stop_at_first = stop_at_first
        self._keep_as = keep_as
        self._results: dict[str, CheckResult] = {}
        self._titles = {check.name: check for check in expected}
        self._granted: list[str] = []
        self.load_status: VerdictStatus | None = None
        self.load_message = ""
        self.load_detail = ""

    def results(self) -> tuple[CheckResult, ...]:
        """One result per expected check; those that no child reached are `not_run`."""
        return tuple(
            self._results.get(check.name)
            or CheckResult(check.name, check.title, check.task, "not_run")
            for check in self._expected
        )

    def follow(
        self, fork: Callable[[Sequence[str]], sandbox.Child], started: Callable[[], None]
    ) -> None:
        """Fork children until every check has a result or none can get one.

        Args:
            fork: starts a child that runs the checks named.
            started: called once, when the first child is under way.
        """
        end = monotonic() + self._limits.total_seconds
        while remaining := [c.name for c in self._expected if c.name not in self._results]:
            watch = _Watch(self, fork(remaining), remaining, end)
            started()
            started = _nothing
            over = watch.until_it_ends()
            self._give_back(keep=False)
            if over or (self._stop_at_first and self._failed()):
                return

    def _failed(self) -> bool:
        return any(not result.passed for result in self._results.values())

    def take(self, child: sandbox.Child) -> None:
        """Hand the child the database that the supply has made.

        Raises:
            SetupError: there is no database to be had.
        """
        assert self._supply is not None
        grant = self._supply.receive()
        self._granted.append(grant.name)
        child.reply({"url": grant.url, "async_url": grant.async_url, "dsn": grant.dsn})

    def ask(self) -> int:
        """Ask the supply for a database.

        Returns:
            The descriptor that becomes readable when there is one.

        Raises:
            SetupError: the drill's `drill.toml` does not say that it needs PostgreSQL.
        """
        if self._supply is None:
            raise SetupError("a check asks for PostgreSQL, but drill.toml's database is another")
        self._supply.request()
        return self._supply.fileno()

    def settle(self, name: str, record: dict[str, Any], output: bytes) -> None:
        """Note the result of a check."""
        first_failure = not self._failed()
        check = self._titles[name]
        status = record.get("status")
        result = CheckResult(
            name=name,
            title=check.title,
            task=check.task,
            status=status if status in _STATUSES else "error",
            message=str(record.get("message", "")),
            detail=str(record.get("detail", "")),
            called=tuple(map(str, record.get("called", ()))),
            line=str(record.get("line", "")),
            sql=tuple(Statement(*fields) for fields in record.get("sql", ())),
            sql_count=int(record.get("sql_count", 0)),
            output=output[-_OUTPUT_SHOWN:].decode(errors="backslashreplace"),
            duration_ms=float(record.get("duration_ms", 0.0)),
            waited_ms=float(record.get("waited_ms", 0.0)),
        )
        self._results[name] = result
        self._give_back(keep=first_failure and not result.passed)

    def stop_here(self) -> bool:
        """Whether the first failure is all that is asked for, and has come."""
        return self._stop_at_first and self._failed()

    def _give_back(self, *, keep: bool) -> None:
        for name in self._granted:
            assert self._supply is not None
            self._supply.give_back(name, keep_as=self._keep_as if keep else None)
        self._granted.clear()


class _Watch:
    """One child, from its fork to its end."""

    def __init__(
        self, follower: Follower, child: sandbox.Child, names: Sequence[str], end: float
    ) -> None:
        self._follower = follower
        self._limits = follower._limits
        self._child = child
        self._waiting = list(names)
        self._end = end
        self._current: str | None = None
        self._loaded = False
        self._wants_another = False
        self._output = b""
        self._printed = 0
        self._deadline = self._from_now()
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
        finally:
            exit_code = self._child.end(exiting=gone)
        follower = self._follower
        done = not self._waiting and self._current is None
        if follower.load_status is not None or follower.stop_here():
            return True
        if done and death is None:
            return True
        if self._wants_another:
            return False
        status, message = death or _natural_death(exit_code)
        line = _own_line(self._output)
        shown = self._output.partition(b"Current thread 0x")[0].partition(b"Thread 0x")[0]
        if not self._loaded:
            follower.load_status = status
            follower.load_message = f"while it was loaded, your code {message}"
            follower.load_detail = line
            return True
        if self._current is None:
            if not self._waiting:
                return True
            self._current = self._waiting.pop(0)
        record = {"status": status, "message": f"your code {message}", "line": line}
        follower.settle(self._current, record, shown)
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
                if "output" in events and not self._read_output():
                    selector.unregister(self._child.output)
                if "supply" in events:
                    selector.unregister(events["supply"])
                    self._follower.take(self._child)
                    self._deadline = self._from_now()
                if "records" in events:
                    records = self._child.read_records()
                    if records is None:
                        return None, True
                    for record in records:
                        self._read(record, selector)
                    if self._follower.stop_here() or self._follower.load_status:
                        return None, False
                elif "ended" in events:
                    return None, True
                death = self._beyond_a_limit()
                if death is not None:
                    return death, False

    def _patience(self) -> float:
        return max(0.0, min(_TICK, self._deadline - monotonic()))

    def _read_output(self) -> bool:
        data = os.read(self._child.output, 1 << 16)
        self._printed += len(data)
        self._output = (self._output + data)[-(1 << 16) :]
        return bool(data)

    def _read(self, record: dict[str, Any], selector: selectors.BaseSelector) -> None:
        """Take one record; one that is out of place counts for nothing."""
        self._deadline = self._from_now()
        match record:
            case {"loaded": True}:
                self._loaded = True
            case {"unloadable": dict(why)}:
                self._follower.load_status = "import_error"
                self._follower.load_message = str(why.get("message", ""))
                self._follower.load_detail = str(why.get("detail", ""))
            case {"start": str(name)} if self._waiting and name == self._waiting[0]:
                self._current = self._waiting.pop(0)
                self._output, self._printed = b"", 0
            case {"result": dict(result)} if self._current and result["name"] == self._current:
                self._drain_output()
                self._follower.settle(self._current, result, self._output)
                self._current = None
            case {"again": True}:
                self._wants_another = True
            case {"ask": "database"}:
                selector.register(self._follower.ask(), selectors.EVENT_READ, "supply")
                self._deadline = self._end

    def _drain_output(self) -> None:
        os.set_blocking(self._child.output, False)
        with suppress(BlockingIOError):
            while self._read_output():
                pass
        os.set_blocking(self._child.output, True)

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
            if len(sandbox.tree(self._child.pid)) > limits.processes:
                return "crash", f"started more than {limits.processes} processes"
        return None

    def _ask_where_it_stands(self) -> None:
        """Let the child write its stack (faulthandler), for the line where it hangs."""
        with suppress(ProcessLookupError):
            os.kill(self._child.pid, sandbox.STACK_SIGNAL)
            end = monotonic() + 3 * _TICK
            os.set_blocking(self._child.output, False)
            while monotonic() < end and b"(most recent call first)" not in self._output:
                with suppress(BlockingIOError):
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


def _nothing() -> None:
    pass
