"""A drill's checks as pytest collected them, and how a child runs them: one record each."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from types import ModuleType
from typing import Any, Protocol

import pytest

from runner.execution import reserve
from runner.execution.answer import calls_of, load
from runner.execution.bench import Bench
from runner.execution.channel import Channel
from runner.execution.failures import describe, describe_load
from runner.instruments import patience
from runner.model import Check, Drill

CANARIES = Path(__file__).with_name("canaries.py")


@dataclass
class Collected:
    """A drill's checks, ready to run in any number of children."""

    drill: Drill
    items: list[pytest.Item]
    """The drill's own, then the instructor's, then the canaries."""
    modules: list[ModuleType]
    """Of the checks; the drill's own is the first."""
    checks: tuple[Check, ...] = field(init=False)
    """What an answer is expected to pass."""
    canaries: tuple[str, ...] = field(init=False)
    bench: Bench = field(init=False)
    """In a child: what it has at hand to check its answer."""

    def __post_init__(self) -> None:
        is_canary = [item.path == CANARIES for item in self.items]
        sorted_out = list(zip(self.items, is_canary, strict=True))
        self.checks = tuple(_check(item, self.drill) for item, canary in sorted_out if not canary)
        self.canaries = tuple(name_of(item) for item, canary in sorted_out if canary)
        for item in self.items:
            assert item.location[2]  # found out here, it is known in each child
        self._reports = _Reports()
        self.items[0].config.pluginmanager.register(self._reports)

    @property
    def watches_files(self) -> bool:
        """Whether a check follows file operations."""
        return any("crash" in getattr(item, "fixturenames", ()) for item in self.items)

    def run_in_child(self, channel: Channel, bench: Bench, guard: Guard | None = None) -> None:
        """Load the answer and run the checks that the parent names: one record each.

        Args:
            channel: to the parent.
            bench: with the answer's private copy, not loaded yet.
            guard: what keeps the answer from the machine and from its checks.
        """
        bench.start(watch_files=self.watches_files)
        config = self.items[0].config
        if guard is not None:
            config.pluginmanager.unregister(name="assertion")  # leads to the config, from afar
            guard.enter(channel)
        channel.send({"ready": True})
        try:
            bench.answer = (
                load(bench.answer_file) if guard is None else load(bench.answer_file, guard.seen)
            )
        except BaseException as error:
            reserve.free()  # perhaps its memory is full
            _flush()
            channel.send({"unloadable": describe_load(error, answer=bench.answer_file)})
            return
        self.bench = bench
        alone = guard is not None and self.drill.grading.get("child_per_check", False)
        by_name = {name_of(item): item for item in self.items}
        told: dict[str, Any] = {"loaded": True}
        while True:
            _flush()
            name = channel.ask("check", **told)["check"]
            record, is_fit = self._run(by_name[name], name)
            told = {"result": record}
            if alone or not is_fit:
                _flush()
                channel.send({**told, "again": True})  # another child goes on
                return

    def _run(self, item: pytest.Item, name: str) -> tuple[dict[str, Any], bool]:
        """Run one check.

        Returns:
            The record that the parent reads, and whether this process is fit for another check:
            not where pytest's protocol was left, nor where its memory is full.
        """
        bench, reports = self.bench, self._reports
        bench.log.start_check()
        calls_of(bench.answer)
        bench.start_check()
        patience.begin(self.drill.limits.seconds)
        reports.start(name, bench)
        started = perf_counter()
        left: BaseException | None = None
        try:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        except BaseException as raised:  # pytest.exit() and KeyboardInterrupt leave the protocol
            reserve.free()  # and so does what finds no memory
            left = raised
        error = left or reports.error
        passed = error is None and reports.passed == {"setup", "call", "teardown"}
        record: dict[str, Any] = {
            "name": name,
            "status": "passed" if passed else "error",
            "called": calls_of(bench.answer),
            **bench.what_was_sent(),
            **reports.looked,
            "duration_ms": (perf_counter() - started) * 1000,
            "waited_ms": bench.waited_ms,
        }
        if error is not None and name not in self.canaries:
            record |= describe(error, answer=bench.answer_file, checks=item.path, stub=bench.stub)
        return record, left is None and record["status"] != "memory"


def _flush() -> None:
    """Have the parent find what was printed before the record that follows."""
    with suppress(Exception):  # the answer may have closed it, or put something else there
        sys.stdout.flush()


class Guard(Protocol):
    """Keeps an answer from the machine and from its checks; see `runner.execution.guarding`."""

    def enter(self, channel: Channel) -> None:
        """Close this process off, right before the answer is loaded."""
        ...

    def seen(self, value: object) -> None:
        """Look at what the answer returned."""
        ...


class _Reports:
    """A pytest plugin that notes what the phases of a check ended with."""

    def __init__(self) -> None:
        self._failed_before = False

    def start(self, check: str, bench: Bench) -> None:
        """Forget the check before."""
        self._check, self._bench = check, bench
        self.looked: dict[str, Any] = {}
        self.passed: set[str] = set()
        self.error: BaseException | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Answer instead of pytest, whose report of a failure costs more than most checks."""
        assert call.when != "collect"
        if call.excinfo is None:
            self.passed.add(call.when)
        elif self.error is None:
            self.error = call.excinfo.value
            if isinstance(self.error, MemoryError):
                reserve.free()
        # Now: the fixtures' ends take the database away.
        if self.error is not None and self._bench.look != "never" and not self._failed_before:
            self._failed_before = True
            self.looked = self._bench.look_at_database(self._check)
        elif call.when == "call" and self._bench.look == "always":
            self.looked = self._bench.look_at_database(self._check)
        outcome = "passed" if call.excinfo is None else "failed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)


def name_of(item: pytest.Item) -> str:
    """A check's name."""
    return item.name.removeprefix("test_")


def _check(item: pytest.Item, drill: Drill) -> Check:
    function = getattr(item, "function", None)
    doc = (getattr(function, "__doc__", None) or "").strip()
    name = name_of(item)
    marker = item.get_closest_marker("task")
    title = doc.splitlines()[0].rstrip(".") if doc else name.partition("[")[0].replace("_", " ")
    kind = name.partition("[")[2].rstrip("]")
    if kind in _KIND_NAMES:
        title = f"{title} ({_KIND_NAMES[kind]})"
    return Check(
        name=name,
        title=title,
        task=_number(marker.args[0]) if marker and marker.args else None,
        hidden=item.path != drill.checks,
    )


def _number(task: object) -> int | None:
    return task if isinstance(task, int) else None


_KIND_NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
