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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from io import StringIO
from pathlib import Path
from time import perf_counter
from types import ModuleType
from typing import Any

import pytest

from runner import plugin
from runner.answer import calls_of, load
from runner.bench import Bench
from runner.channel import Channel
from runner.errors import DrillError, SetupError
from runner.failures import describe, describe_load
from runner.model import Check, Drill

_SHOWN_STATEMENTS = 200
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
    module: ModuleType
    checks: tuple[Check, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.checks = tuple(_check(item) for item in self.items)

    @property
    def watches_files(self) -> bool:
        """Whether a check follows file operations."""
        return any("crash" in getattr(item, "fixturenames", ()) for item in self.items)

    def run_in_child(self, channel: Channel, bench: Bench) -> None:
        """Load the answer and run the checks that the parent names: one record each.

        Args:
            channel: to the parent.
            bench: with the answer's private copy, not loaded yet.
        """
        bench.start(watch_files=self.watches_files)
        channel.send({"ready": True})
        try:
            bench.answer = load(bench.answer_file)
        except BaseException as error:
            channel.send({"unloadable": describe_load(error, answer=bench.answer_file)})
            return
        channel.send({"loaded": True})
        config = self.items[0].config
        config.stash[plugin.BENCH] = bench
        reports = _Reports(bench)
        config.pluginmanager.register(reports)
        by_name = {check.name: item for check, item in zip(self.checks, self.items, strict=True)}
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
    reports.start()
    started = perf_counter()
    left: BaseException | None = None
    try:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    except BaseException as raised:  # pytest.exit() and KeyboardInterrupt leave the protocol
        left = raised
    error = left or reports.error
    passed = error is None and reports.passed == {"setup", "call", "teardown"}
    log = bench.log
    statements = log.statements
    record: dict[str, Any] = {
        "name": name,
        "status": "passed" if passed else "error",
        "called": calls_of(bench.answer),
        "sql": [
            [s.sql, s.parameters, s.rows, round(s.ms, 3), s.line, round(s.at, 3), s.session]
            for s in statements[-_SHOWN_STATEMENTS:]
        ],
        "sql_count": log.count,
        "steps": [asdict(step.as_record(log.began)) for step in log.steps[-_SHOWN_STATEMENTS:]],
        **reports.looked,
        "duration_ms": (perf_counter() - started) * 1000,
        "waited_ms": bench.waited_ms,
    }
    if error is not None:
        record |= describe(error, answer=bench.answer_file, stub=bench.stub)
    return record, left is None


class _Reports:
    """A pytest plugin that notes what the phases of a check ended with."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._failed_before = False

    def start(self) -> None:
        """Forget the check before."""
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
            if self._bench.look and not self._failed_before:
                self._failed_before = True
                self.looked = self._look()  # now: the fixtures' ends take the database away
        outcome = "passed" if call.excinfo is None else "failed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)

    def _look(self) -> dict[str, Any]:
        """The check's first database as it is, where something was sent to one at all."""
        entries = self._bench.log.entries
        if not entries or not self._bench.databases:
            return {}
        from runner.instruments import snapshot

        database = self._bench.databases[0]
        # It is only looked at: no trouble with that may change what became of the check.
        with suppress(Exception):
            tables = snapshot.tables_of(database)
            plans = snapshot.plans_of(database, entries)
            return {
                "tables": [asdict(table) for table in tables],
                "plans": [asdict(plan) for plan in plans],
            }
        return {}


class _Silent:
    """Stands in for pytest's terminal reporter, whose writer the assertion messages ask for."""

    def __init__(self, config: pytest.Config) -> None:
        from _pytest.config import create_terminal_writer

        self._tw = create_terminal_writer(config, StringIO())


class _Host:
    def __init__(self, drill: Drill, serve: Callable[[Collected], Any]) -> None:
        self._drill = drill
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
        module = session.items[0].getparent(pytest.Module)
        assert module is not None
        self.served = True
        gc.freeze()  # pytest forces full collections in the children: leave them nothing of ours
        try:
            self.result = self._serve(Collected(self._drill, session.items, module.obj))
        except BaseException as error:  # pytest would take it for an error of its own
            self.error = error
        return True


def host[T](drill: Drill, serve: Callable[[Collected], T]) -> T:
    """Collect a drill's checks in this process and hand them to `serve`.

    Args:
        drill: whose `checks.py` is collected.
        serve: called once, with pytest configured around it; it forks the children.

    Returns:
        What `serve` returned.

    Raises:
        DrillError: `checks.py` cannot be imported or holds no check.
    """
    host = _Host(drill, serve)
    arguments = [
        "-c", str(Path(__file__).with_name("checks.ini")),
        f"--rootdir={drill.path}",
        f"--confcutdir={drill.path}",
        "--noconftest",
        "--import-mode=importlib",
        "--strict-markers",
        *(flag for name in _SILENCED for flag in ("-p", f"no:{name}")),
        str(drill.checks),
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


def _check(item: pytest.Item) -> Check:
    function = getattr(item, "function", None)
    doc = (getattr(function, "__doc__", None) or "").strip()
    name = item.name.removeprefix("test_")
    marker = item.get_closest_marker("task")
    title = doc.splitlines()[0].rstrip(".") if doc else name.partition("[")[0].replace("_", " ")
    kind = name.partition("[")[2].rstrip("]")
    if kind in _KIND_NAMES:
        title = f"{title} ({_KIND_NAMES[kind]})"
    return Check(name=name, title=title, task=marker.args[0] if marker else None)


_KIND_NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
