"""The pytest plugin: fixtures for `checks.py`, and one record per check for the parent.

Installed as a pytest plugin, so that plain `pytest PATH/checks.py` works and checks the
`exercise.py` beside it.  Under `drills`, `runner.execution.host` collects the checks with it in the
parent and runs them with it in a child.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from runner.databases.database import Database
    from runner.execution.bench import Bench
    from runner.instruments.crash import Crash
    from runner.instruments.memory import Memory
    from runner.instruments.race import Race
    from runner.instruments.schedule import Schedule
    from runner.instruments.sqllog import SqlLog


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers of checks."""
    config.addinivalue_line("markers", "task(n): the numbered task of the brief it belongs to")
    config.addinivalue_line("markers", "on(kind): only on this database, where a drill has both")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a check once per database where the drill says `both`."""
    if "database" not in metafunc.fixturenames:
        return
    kinds = _database_kinds(_drill_folder(metafunc.config, metafunc.definition.path))
    only = metafunc.definition.get_closest_marker("on")
    if only is not None:
        kinds = [kind for kind in kinds if kind in only.args]
    if len(kinds) > 1 or only is not None:
        metafunc.parametrize("database", kinds, indirect=True)


def _drill_folder(config: pytest.Config, checks: Path) -> Path:
    """The drill that a file of checks belongs to; an instructor's own lies elsewhere."""
    beside = checks.parent
    return beside if (beside / "drill.toml").exists() else config.rootpath


@cache
def _database_kinds(folder: Path) -> list[Literal["sqlite", "postgres"]]:
    from runner.catalog import database_of

    said = database_of(folder)
    if said == "files":
        pytest.fail(f"{folder / 'drill.toml'} says database = files, but a check asks for one")
    return ["sqlite", "postgres"] if said == "both" else [said]


@pytest.fixture(scope="session")
def _plain_benches() -> Iterator[dict[Path, Bench]]:
    """The benches of a plain pytest run, one per drill folder."""
    benches: dict[Path, Bench] = {}
    yield benches
    for bench in benches.values():
        bench.log.uninstall()
        bench.postgres.close()  # type: ignore[attr-defined]
        shutil.rmtree(bench.scratch, ignore_errors=True)


@pytest.fixture
def bench(request: pytest.FixtureRequest, _plain_benches: dict[Path, Bench]) -> Bench:
    """What this process has at hand to check one answer; under `drills` the host has its own."""
    folder = request.path.parent
    if folder not in _plain_benches:
        _plain_benches[folder] = _plain_bench(request, folder)
    bench = _plain_benches[folder]
    bench.log.start_check()
    bench.start_check()
    return bench


def _plain_bench(request: pytest.FixtureRequest, folder: Path) -> Bench:
    from runner import temporary
    from runner.execution import answer, templates
    from runner.execution.bench import Bench, OwnPostgres

    shipped = folder / ("exercise" if (folder / "exercise").is_dir() else "exercise.py")
    if not shipped.exists():
        pytest.fail(f"{shipped} does not exist: a drill's checks need an answer beside them")
    scratch = temporary.new_folder("pytest")
    bench = Bench(
        answer_file=answer.copy(shipped, scratch / "answer"),
        stub=shipped,
        scratch=scratch,
        postgres=OwnPostgres(folder / "checks.py"),
        sqlite_template=templates.sqlite(folder, request.node.module),
    )
    bench.start(watch_files=any("crash" in i.fixturenames for i in request.session.items))  # type: ignore[attr-defined]
    bench.answer = answer.load(bench.answer_file)
    return bench


@pytest.fixture
def answer(bench: Bench) -> Any:
    """The learner's module, or the folder's `Path` where an answer takes several files."""
    return bench.answer


@pytest.fixture
def folder(bench: Bench) -> Path:
    """An empty folder, new for this check."""
    return bench.folder()


@pytest.fixture
def database(request: pytest.FixtureRequest, bench: Bench) -> Iterator[Database]:
    """A fresh database, new for this check."""
    kind = (
        getattr(request, "param", None)
        or _database_kinds(_drill_folder(request.config, request.path))[0]
    )
    database = bench.database(kind)
    yield database
    database.close()


@pytest.fixture
def engine(database: Database) -> Engine:
    """A SQLAlchemy engine on this check's database."""
    return database.engine()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """An ORM session on this check's database."""
    from sqlalchemy.orm import Session

    with Session(engine) as session:
        yield session


@pytest.fixture
def sql(bench: Bench) -> SqlLog:
    """The log of every statement that this process sends."""
    return bench.log


@pytest.fixture
def race(bench: Bench) -> Race:
    """Run several workers at once."""
    from runner.instruments.race import Race

    return Race(bench.log, bench.watching_locks)


@pytest.fixture
def schedule(bench: Bench) -> Schedule:
    """Step two or more sessions statement by statement."""
    from runner.instruments.schedule import Schedule

    return Schedule(bench.log.steps, bench.watching_locks)


@pytest.fixture
def crash(bench: Bench) -> Crash:
    """Kill a piece of work at every step."""
    from runner.instruments.crash import Crash

    return Crash(bench.log.sites)


@pytest.fixture
def memory(bench: Bench) -> Memory:
    """Measure the peak memory of a piece of work."""
    from runner.instruments.memory import Memory

    return Memory(bench.log.sites)
