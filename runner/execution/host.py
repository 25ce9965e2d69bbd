"""pytest in the parent: collect a drill's checks once, for children to run them.

`checks.py` is ours and trusted, so the parent collects it; the answer is not, so only a child
loads it.  Everything here goes through pytest's public hooks: `pytest_runtestloop` is where
control passes from pytest to us with the collected checks in hand.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from runner import plugin
from runner.errors import DrillError, SetupError
from runner.execution.collected import CANARIES, Collected, name_of
from runner.model import Drill

if TYPE_CHECKING:
    from runner.execution.bench import Bench

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


_READ_SECONDS = 60
"""What to import checks may take."""


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
        self.collected: Collected | None = None
        self.problem = ""
        self.broken = drill.checks
        """The file with that problem."""
        self.error: BaseException | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        config.pluginmanager.unregister(name="terminalreporter")
        config.pluginmanager.register(_Silent(config), "terminalreporter")

    @pytest.fixture
    def bench(self) -> Bench:
        """In place of the plugin's, which is for plain pytest."""
        assert self.collected is not None
        return self.collected.bench

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        if isinstance(excinfo.value, SystemExit):  # told to end: pytest would print it and go on
            raise excinfo.value

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problem = report.longreprtext

    def pytest_exception_interact(self, node: pytest.Item | pytest.Collector) -> None:
        if isinstance(node, pytest.Collector):
            self.broken = node.path

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        _stop_clock()
        if self.problem:
            return True
        modules = {
            item.path: module.obj
            for item in session.items
            if (module := item.getparent(pytest.Module)) is not None
        }
        for file in self._files:
            if file not in modules:
                self.broken = file
                return True
        if twice := _twice(session.items):
            self.problem = f"more than one check is called {twice}"
            return True
        if unknown := _unknown_fixture(session):
            self.broken, self.problem = unknown
            return True
        items = sorted(session.items, key=lambda item: self._files.index(item.path))
        gc.freeze()  # pytest forces full collections in the children: leave them nothing of ours
        try:
            ordered = [modules[file] for file in self._files if file in modules]
            self.collected = Collected(self._drill, items, ordered)
            self.result = self._serve(self.collected)
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
    files = [drill.checks, *([extra] if extra else []), *([CANARIES] if canaries else [])]
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
        signal.signal(signal.SIGALRM, _not_read_in_time)
        signal.alarm(_READ_SECONDS)
        pytest.main(arguments, plugins=[plugin, host])  # its exit code says nothing
        _stop_clock()
    if host.error is not None:
        raise host.error
    if host.collected is None:
        found = host.problem or "it holds no check"
        raise DrillError(
            f"{host.broken} cannot be used: {found.strip().splitlines()[-1].removeprefix('E   ')}",
            mend=f"Its author sees more with: python -m pytest {host.broken}",
        )
    return host.result


def _stop_clock() -> None:
    signal.alarm(0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # as an answer expects it


def _not_read_in_time(*_: object) -> None:
    raise TimeoutError(f"to read it takes more than {_READ_SECONDS} s")


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


def _unknown_fixture(session: pytest.Session) -> tuple[Path, str] | None:
    """The first file that asks for what no fixture gives, and how that is told.

    Else each answer would fail there, as if it were the learner's fault.
    """
    fixtures: Any = session.config.pluginmanager.get_plugin("funcmanage")
    for item in session.items:
        given = getattr(getattr(item, "callspec", None), "params", {})
        for name in getattr(item, "fixturenames", ()):
            if name not in {"request", *given} and not fixtures.getfixturedefs(name, item):
                return item.path, f"{name_of(item)} asks for a fixture that is not there: {name}"
    return None


def _twice(items: Sequence[pytest.Item]) -> str:
    """The first check's name that comes again, be it in another file; empty where none does."""
    names = [name_of(item) for item in items]
    functions = {
        (name.partition("[")[0], item.path) for name, item in zip(names, items, strict=True)
    }
    called = Counter(names) | Counter(function for function, _ in functions)
    return next((name for name, times in called.items() if times > 1), "")
