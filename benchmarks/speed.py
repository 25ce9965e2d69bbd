"""How fast `drills` is, as ratios to plain pytest taken in one run.

    python benchmarks/speed.py [--runs N] [ROW …]

Rows: start, sqlite, postgres, verify (all by default).  See README.md beside this file.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from time import perf_counter, sleep

from runner.catalog import REPOSITORY, Catalog
from runner.course.anatomy import shipped
from runner.databases.postgres import PostgresSupply
from runner.model import Drill

PYTHON = sys.executable
DRILLS = str(Path(PYTHON).with_name("drills"))
SQLITE = ("01_six_checks_sqlite", "02_basic_crud")
POSTGRES = ("02_six_checks_postgres", "03_session_per_task")

READY_MADE = '''
import json
import os

import pytest

from runner.databases.database import Database

_READY = json.loads(os.environ["READY_MADE"])


@pytest.fixture
def database(request, bench):
    """A database that was made before the clock started."""
    if getattr(request, "param", "postgres") == "sqlite":
        made = bench.database("sqlite")
    else:
        made = Database.postgres(**_READY.pop())
    yield made
    made.close()
'''


class Bench:
    """Folders and environment of one benchmark run."""

    def __init__(self, scratch: Path, runs: int) -> None:
        self.scratch = scratch
        self.runs = runs
        self.catalog = Catalog(REPOSITORY)
        # Six small ORM checks, on each database: what is measured is the loop, not the checks.
        self.small = Catalog(self._small_course())
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("DRILLS_", "PYTEST"))}
        self.env.pop("PYTHONDONTWRITEBYTECODE", None)
        self.env |= {"DRILLS_HOME": str(scratch / "home"), "DRILLS_WORK": str(scratch / "work")}

    def _small_course(self) -> Path:
        course = self.scratch / "small"
        for number, database in enumerate(("sqlite", "postgres"), start=1):
            folder = course / "small" / f"{number:02}_six_checks_{database}"
            shutil.copytree(Path(__file__).with_name("six_checks"), folder)
            shutil.copyfile(folder / "solution.py", folder / "exercise.py")
            (folder / "drill.toml").write_text(
                f'title = "Six checks"\ndifficulty = 1\nminutes = 1\ndatabase = "{database}"\n'
            )
        (course / "small" / "track.toml").write_text('title = "S"\nsummary = "S"\norder = 1\n')
        return course

    def drill(self, name: str) -> tuple[Drill, dict[str, str]]:
        """A drill of the course or of the small one, and what tells `drills` which."""
        if "six_checks" in name:
            return self.small.drill(name), {"DRILLS_COURSE": str(self.small.root)}
        return self.catalog.drill(name), {}

    def wall(
        self, *command: str, ok: Sequence[int] = (0,), env: Mapping[str, str] | None = None
    ) -> float:
        """Seconds that one command takes, start to end."""
        started = perf_counter()
        ran = subprocess.run(
            command, env=self.env | dict(env or {}), capture_output=True, check=False
        )
        taken = perf_counter() - started
        if ran.returncode not in ok:
            sys.exit(f"{' '.join(command)} failed:\n{ran.stdout.decode()}{ran.stderr.decode()}")
        return taken

    def median_of(self, *takes: Callable[[], float]) -> list[float]:
        """The median of each, taken in turn after one warm-up."""
        for take in takes:
            take()
        rounds = [[take() for take in takes] for _ in range(self.runs)]
        return [statistics.median(column) for column in zip(*rounds, strict=True)]

    def answer(self, drill: Drill) -> None:
        """Make the reference the learner's own answer."""
        track = self.scratch / "work" / drill.track.slug
        track.mkdir(parents=True, exist_ok=True)
        source = drill.file("solution")
        if source.is_dir():
            shutil.copytree(source, track / drill.name, dirs_exist_ok=True)
        else:
            shutil.copyfile(source, track / f"{drill.name}.py")

    def anchor_folder(self, drill: Drill) -> Path:
        """A copy of the drill with the reference as the answer beside its checks."""
        folder = self.scratch / "anchor" / drill.name
        if not folder.exists():
            shutil.copytree(drill.path, folder)
            if drill.is_folder:
                shutil.rmtree(folder / "exercise")
                shutil.copytree(folder / "solution", folder / "exercise")
            else:
                shutil.copyfile(folder / "solution.py", folder / "exercise.py")
        return folder

    def imports(self, folder: Path) -> float:
        """Seconds of a process that imports what the anchor does, as fast as can be, and leaves."""
        code = (
            f"import gc, os, sys; gc.disable(); sys.path.insert(0, {str(folder)!r});"
            "import pytest, runner.plugin, checks, exercise; os._exit(0)"
        )
        return self.wall(PYTHON, "-c", code)

    def anchor(self, folder: Path, env: Mapping[str, str] | None = None) -> float:
        """Seconds of a cold pytest on that folder."""
        return self.wall(PYTHON, "-m", "pytest", "-q", str(folder / "checks.py"), env=env)


def row(what: str, seconds: float, against: float, limit: float) -> None:
    """Print one ratio."""
    ratio = seconds / against
    mark = "ok  " if ratio <= limit else "OVER"
    print(
        f"{mark} {what:58} {seconds * 1000:8.0f} ms {against * 1000:8.0f} ms"
        f"  ratio {ratio:.3f}  at most {limit:.3f}",
        flush=True,
    )


def start(bench: Bench) -> None:
    """`drills --help` and `drills list` against a bare interpreter."""
    course = bench.scratch / "course"
    source = next(drill for drill in bench.catalog.drills if not drill.is_folder)
    for number in range(85):
        track = course / f"track_{number // 17}"
        shutil.copytree(source.path, track / f"{number % 17 + 1:02}_drill_{number}")
        (track / "track.toml").write_text(
            f'title = "Track {number // 17}"\nsummary = "x"\norder = {number // 17}\n'
        )
        work = bench.scratch / "many" / track.name
        work.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source.file("solution"), work / f"{number % 17 + 1:02}_drill_{number}.py")
    many = {"DRILLS_COURSE": str(course), "DRILLS_WORK": str(bench.scratch / "many")}
    for name in ("drill_3", "drill_40"):  # two are done, so that there are states to read
        bench.wall(DRILLS, "run", name, env=many)
    bare, helped, listed = bench.median_of(
        lambda: bench.wall(PYTHON, "-c", "pass"),
        lambda: bench.wall(DRILLS, "--help"),
        lambda: bench.wall(DRILLS, "list", env=many),
    )
    row("drills --help / python -c pass", helped, bare, 5)
    row("drills list, 85 drills / python -c pass", listed, bare, 8)


def sqlite(bench: Bench) -> None:
    """`drills run` of SQLite drills, cold."""
    for name in SQLITE:
        drill, env = bench.drill(name)
        bench.answer(drill)
        folder = bench.anchor_folder(drill)
        anchor, run, imports = bench.median_of(
            lambda folder=folder: bench.anchor(folder),
            lambda name=name, env=env: bench.wall(DRILLS, "run", name, env=env),
            lambda folder=folder: bench.imports(folder),
        )
        row(f"drills run {name} (SQLite), cold / anchor", run, anchor, 0.5)
        print(f"     of the anchor, what both import takes {imports / anchor:.3f}")
        print_waits(bench, name)


def print_waits(bench: Bench, name: str) -> None:
    """How long each check waited for its database."""
    command = [DRILLS, "run", name, "--json"]
    drill, env = bench.drill(name)
    ran = subprocess.run(command, env=bench.env | env, capture_output=True, check=False)
    waits: dict[str, list[float]] = {"SQLite": [], "PostgreSQL": []}
    kind = drill.database
    for check in json.loads(ran.stdout)["checks"]:
        where = "PostgreSQL" if kind == "postgres" or "[postgres]" in check["name"] else "SQLite"
        waits[where].append(check["waited_ms"])
    for where, values in waits.items():
        if values:
            limit = {"SQLite": 1, "PostgreSQL": 5}[where]
            middle = statistics.median(values)
            mark = "ok  " if middle <= limit else "OVER"
            print(
                f"{mark} {name}: a check's wait, {where}: median {middle:.2f} ms,"
                f" worst {max(values):.2f} ms, at most {limit} ms"
            )


@contextlib.contextmanager
def ready_made(drill: Drill, count: int) -> Iterator[str]:
    """Databases for one anchor run, made beforehand."""
    supply = PostgresSupply.start(drill.checks)
    grants = [supply.take() for _ in range(count)]
    yield json.dumps([{"url": g.url, "async_url": g.async_url, "dsn": g.dsn} for g in grants])
    supply.close(wait=True)


def postgres(bench: Bench) -> None:
    """`drills run` of PostgreSQL drills: server up, server down, first ever."""
    for name in POSTGRES:
        drill, env = bench.drill(name)
        bench.answer(drill)
        folder = bench.anchor_folder(drill)
        (folder / "conftest.py").write_text(READY_MADE)
        ran = subprocess.run(
            [DRILLS, "run", name, "--json"],
            env=bench.env | env,
            capture_output=True,
            check=False,
        )
        checks = len(json.loads(ran.stdout)["checks"])

        def anchor(drill: Drill = drill, folder: Path = folder, checks: int = checks) -> float:
            with ready_made(drill, checks) as databases:
                return bench.anchor(folder, {"READY_MADE": databases})

        def run(name: str = name, env: Mapping[str, str] = env) -> float:
            return bench.wall(DRILLS, "run", name, env=env)

        def run_first(name: str = name, env: Mapping[str, str] = env) -> float:
            # A new one each time: the last run's supply may still be at work in its own.
            home = tempfile.mkdtemp(dir=bench.scratch)
            Path(home).chmod(0o755)
            taken = bench.wall(DRILLS, "run", name, env={**env, "DRILLS_HOME": home})
            wait_until_stopped(bench, home)
            return taken

        bench.wall(DRILLS, "db", "start")
        anchored, up, imports = bench.median_of(
            anchor, run, lambda folder=folder: bench.imports(folder)
        )
        bench.wall(DRILLS, "db", "stop")
        (down,) = bench.median_of(lambda run=run: wait_until_stopped(bench) or run())
        (first,) = bench.median_of(run_first)
        row(f"drills run {name}, server up / anchor", up, anchored, 0.6)
        print(f"     of the anchor, what both import takes {imports / anchored:.3f}")
        row(f"drills run {name}, server down / (up + 60 ms)", down, up + 0.06, 1)
        row(f"drills run {name}, first ever / (anchor + 1.5 s)", first, anchored + 1.5, 1)
        print_waits(bench, name)
        wait_until_stopped(bench)


def wait_until_stopped(bench: Bench, home: str | None = None) -> None:
    """The last command's supply stops its servers a moment after it."""
    servers = Path(home or bench.env["DRILLS_HOME"])
    while any(servers.glob("*/cluster/data/postmaster.pid")):
        sleep(0.01)


def verify(bench: Bench) -> None:
    """`drills verify` of everything against one cold pytest process per answer, track by track."""
    alone: dict[str, float] = {}
    together: dict[str, float] = {}
    count = 0
    for track, drills in groupby(bench.catalog.drills, key=lambda drill: drill.track.slug):
        alone[track] = 0.0
        for drill in drills:
            answers, seconds = one_by_one(bench, drill)
            count += answers
            alone[track] += seconds
        together[track] = bench.wall(DRILLS, "verify", track, ok=(0, 1))
        print(
            f"     {track:30} {together[track]:8.1f} s {alone[track]:8.1f} s"
            f"  ratio {together[track] / alone[track]:.3f}",
            flush=True,
        )
    print(f"     {count} answers; one process per answer is extrapolated from three of each drill")
    what = "drills verify / one pytest process per answer"
    row(what, sum(together.values()), sum(alone.values()), 1 / 8)
    wait_until_stopped(bench)


def one_by_one(bench: Bench, drill: Drill) -> tuple[int, float]:
    """How many answers a drill has, and seconds of one process for each, one after the other.

    One of a kind stands for all of its kind: the whole would take an hour.
    """
    right, wrong = shipped(drill, "right"), shipped(drill, "wrong")
    weighted = [(drill.file("exercise"), 1), (drill.file("solution"), 1 + len(right))]
    weighted += [(each, len(wrong)) for each in wrong[-1:]]
    seconds = sum(weight * one_process(bench, drill, answer) for answer, weight in weighted)
    return sum(weight for _, weight in weighted), seconds


def one_process(bench: Bench, drill: Drill, answer: Path) -> float:
    """Seconds of a cold pytest on one answer, stopping at the first failure as verify does."""
    folder = bench.scratch / "one"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(drill.path, folder)
    target = folder / ("exercise" if drill.is_folder else "exercise.py")
    if drill.is_folder:
        shutil.rmtree(target)
        shutil.copytree(drill.file("solution"), target)
        shutil.copytree(answer, target, dirs_exist_ok=True)
    else:
        shutil.copyfile(answer, target)
    command = [PYTHON, "-m", "pytest", "-q", str(folder / "checks.py")]
    if answer.parent.name == "wrong":
        command.append("-x")
    return bench.wall(*command, ok=(0, 1, 2), env={"PYTHONPATH": str(drill.path)})


ROWS = {"start": start, "sqlite": sqlite, "postgres": postgres, "verify": verify}


def main() -> None:
    """Run the rows that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--runs", type=int, default=7, help="counted runs of each command")
    given = parser.parse_args()
    if unknown := set(given.rows) - set(ROWS):
        parser.error(f"unknown rows: {', '.join(unknown)}; there are {', '.join(ROWS)}")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    print(f"medians of {given.runs} runs, in turn; load {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch).chmod(0o755)  # PostgreSQL runs as another user where we are root
        bench = Bench(Path(scratch), given.runs)
        for name in given.rows or ROWS:
            ROWS[name](bench)


if __name__ == "__main__":
    main()
