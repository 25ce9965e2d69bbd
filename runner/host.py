"""pytest in the parent: collect a drill's checks once, run them in children.

`checks.py` is ours and trusted, so the parent collects it; the answer is not, so only a child
loads it.  Everything here goes through pytest's public hooks: `pytest_runtestloop` is where
control passes from pytest to us with the collected checks in hand.
"""

from __future__ import annotations

import gc
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from time import perf_counter
from types import ModuleType
from typing import Any, Protocol

import pytest

from runner import plugin
from runner.answer import calls_of, load
from runner.bench import Bench
from runner.channel import Channel
from runner.errors import DrillError, SetupError
from runner.failures import describe, describe_load
from runner.model import Check, Drill

_CANARIES = Path(__file__).with_name("canaries.py")
_SILENCED = [
    "cacheprovider",
    "capture",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
    "logging",
    "pastebin",
    "setuponly",
    "setupplan",
    "stepwise",
    "unittest",
]


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

    def __post_init__(self) -> None:
        is_canary = [item.path == _CANARIES for item in self.items]
        sorted_out = list(zip(self.items, is_canary, strict=True))
        self.checks = tuple(_check(item, self.drill) for item, canary in sorted_out if not canary)
        self.canaries = tuple(_name(item) for item, canary in sorted_out if canary)

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
            channel.send({"unloadable": describe_load(error, answer=bench.answer_file)})
            return
        channel.send({"loaded": True})
        config.stash[plugin.BENCH] = bench
        reports = _Reports(bench)
        config.pluginmanager.register(reports)
        by_name = {_name(item): item for item in self.items}
        while True:
            name = channel.ask("check")["check"]
            channel.mark_output(name)
            record, whole = _run(by_name[name], name, bench, reports)
            channel.send({"result": record})
            if not whole:
                channel.send({"again": True})
                return


def _run(
    item: pytest.Item, name: str, bench: Bench, reports: _Reports
) -> tuple[dict[str, Any], bool]:
    """Run one check.

    Returns:
        The record that the parent reads, and whether pytest is still whole: what leaves its
        protocol leaves it unfit for another check.
    """
    bench.log.start_check()
    calls_of(bench.answer)
    bench.start_check()
    reports.start(name)
    started = perf_counter()
    left: BaseException | None = None
    try:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    except BaseException as raised:  # pytest.exit() and KeyboardInterrupt leave the protocol
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
    if error is not None:
        record |= describe(error, answer=bench.answer_file, stub=bench.stub)
    return record, left is None


class Guard(Protocol):
    """Keeps an answer from the machine and from its checks; see `runner.guarding`."""

    def enter(self, channel: Channel) -> None:
        """Close this process off, right before the answer is loaded."""
        ...

    def seen(self, value: object, answer: ModuleType) -> None:
        """Look at what the answer returned."""
        ...


class _Reports:
    """A pytest plugin that notes what the phases of a check ended with."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._failed_before = False

    def start(self, check: str) -> None:
        """Forget the check before."""
        self._check = check
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
        # Now: the fixtures' ends take the database away.
        if self.error is not None and self._bench.look != "never" and not self._failed_before:
            self._failed_before = True
            self.looked = self._bench.look_at_database(self._check)
        elif call.when == "call" and self._bench.look == "always":
            self.looked = self._bench.look_at_database(self._check)
        outcome = "passed" if call.excinfo is None else "failed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)


class _Silent:
    """Stands in for pytest's terminal reporter, whose writer the assertion messages ask for."""

    def __init__(self, config: pytest.Config) -> None:
        from _pytest.config import create_terminal_writer

        self._tw = create_terminal_writer(config, StringIO())


class _Host:
    def __init__(
        self, drill: Drill, files: Sequence[Path], serve: Callable[[Collected], Any]
    ) -> None:
        self._drill = drill
        self._files = files
        self._serve = serve
        self.result: Any = None
        self.served = False
        self.problem = ""
        self.error: BaseException | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        config.pluginmanager.unregister(name="terminalreporter")
        config.pluginmanager.register(_Silent(config), "terminalreporter")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problem = report.longreprtext

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if self.problem or not session.items:
            return True
        modules = {
            item.path: module.obj
            for item in session.items
            if (module := item.getparent(pytest.Module)) is not None
        }
        if self._drill.checks not in modules:
            return True
        if twice := _twice([_name(item) for item in session.items]):
            self.problem = f"more than one check is called {twice}"
            return True
        items = sorted(session.items, key=lambda item: self._files.index(item.path))
        self.served = True
        gc.freeze()  # pytest forces full collections in the children: leave them nothing of ours
        try:
            ordered = [modules[file] for file in self._files if file in modules]
            self.result = self._serve(Collected(self._drill, items, ordered))
        except BaseException as error:  # pytest would take it for an error of its own
            self.error = error
        return True


def host[T](
    drill: Drill,
    serve: Callable[[Collected], T],
    *,
    extra: Path | None = None,
    canaries: bool = False,
) -> T:
    """Collect a drill's checks in this process and hand them to `serve`.

    Args:
        drill: whose `checks.py` is collected.
        serve: called once, with pytest configured around it; it forks the children.
        extra: a file of checks that learners do not have.
        canaries: whether to collect checks that must fail.

    Returns:
        What `serve` returned.

    Raises:
        DrillError: `checks.py` cannot be imported or holds no check.
    """
    files = [drill.checks, *([extra] if extra else []), *([_CANARIES] if canaries else [])]
    host = _Host(drill, files, serve)
    arguments = [
        "-c", str(Path(__file__).with_name("checks.ini")),
        f"--rootdir={drill.path}",
        f"--confcutdir={drill.path}",
        "--noconftest",
        "--import-mode=importlib",
        "--strict-markers",
        *(flag for name in _SILENCED for flag in ("-p", f"no:{name}")),
        *map(str, files),
    ]  # fmt: skip
    sys.modules.pop("checks", None)  # every drill's module is called so
    _cache_outside_the_course()
    with _plain_surroundings():
        pytest.main(arguments, plugins=[plugin, host])  # its exit code says nothing
    if host.error is not None:
        raise host.error
    if not host.served:
        found = host.problem or "it holds no check"
        raise DrillError(
            f"{drill.checks} cannot be used: {found.strip().splitlines()[-1]}",
            mend=f"Its author sees more with: python -m pytest {drill.checks}",
        )
    return host.result


def _cache_outside_the_course() -> None:
    """Let pytest keep the checks that it rewrote: 20 to 60 ms of each run, but not beside them.

    `sys.pycache_prefix` would be the official way; it would also hide the compiled files of
    everything that the checks import.
    """
    from _pytest.assertion import rewrite

    from runner.databases.home import home

    try:
        cache = home() / "pycache"
    except SetupError:  # told where a home is needed
        return
    rewrite.get_cache_dir = lambda file: cache.joinpath(*file.parent.parts[1:])


@contextmanager
def _plain_surroundings() -> Iterator[None]:
    """Keep the user's pytest settings, plugins and warning filters away."""
    before = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("PYTEST")}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        with warnings.catch_warnings():
            warnings.resetwarnings()
            yield
    finally:
        del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        os.environ |= before


def _twice(names: Sequence[str]) -> str:
    """The first name that comes again; empty where none does."""
    return next((name for name in names if names.count(name) > 1), "")


def _name(item: pytest.Item) -> str:
    return item.name.removeprefix("test_")


def _check(item: pytest.Item, drill: Drill) -> Check:
    function = getattr(item, "function", None)
    doc = (getattr(function, "__doc__", None) or "").strip()
    name = _name(item)
    marker = item.get_closest_marker("task")
    title = doc.splitlines()[0].rstrip(".") if doc else name.partition("[")[0].replace("_", " ")
    kind = name.partition("[")[2].rstrip("]")
    if kind in _KIND_NAMES:
        title = f"{title} ({_KIND_NAMES[kind]})"
    return Check(
        name=name,
        title=title,
        task=marker.args[0] if marker else None,
        hidden=item.path != drill.checks,
    )


_KIND_NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
