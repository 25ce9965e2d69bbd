"""What works on this machine: each finding with its mend."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from runner.errors import DrillsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PYTHON_NEEDED = (3, 12)
SQLITE_NEEDED = (3, 37, 0)
"""The first with STRICT tables."""
DISK_NEEDED_MB = 500
_PROBES = {
    "STRICT tables": "CREATE TABLE a (x INTEGER) STRICT",
    "RETURNING": "INSERT INTO b VALUES (1) RETURNING x",
    "upsert": "INSERT INTO b VALUES (1) ON CONFLICT DO NOTHING",
    "JSON": "SELECT json_extract('[1]', '$[0]')",
    "window functions": "SELECT row_number() OVER () FROM b",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    ok: bool
    found: str
    """What is there, or what is wrong."""
    mend: str = ""
    """What to do; empty where it is ok."""


def examine(work: Path) -> Iterator[Finding]:
    """Look at everything the program needs, one thing after another.

    Args:
        work: the learner's folder, which need not exist.
    """
    looks: dict[str, Callable[[], Finding]] = {
        "Python": _python,
        "packages": _packages,
        "SQLite": _sqlite,
        "home folder": _home,
        "PostgreSQL": _postgres,
        "fork": _fork,
        "isolation": _isolation,
        "work folder": lambda: _work(work),
        "disk": lambda: _disk(work),
        "text": _text,
    }
    for name, look in looks.items():
        try:
            yield look()
        except DrillsError as error:
            yield Finding(name, False, error.message, error.mend)
        except Exception as error:  # one broken thing must not hide the others
            yield Finding(
                name, False, f"{type(error).__name__}: {error}", "Please report it with this line."
            )


def _python() -> Finding:
    version = platform.python_version()
    needed = ".".join(map(str, PYTHON_NEEDED))
    return Finding(
        "Python",
        sys.version_info >= PYTHON_NEEDED,
        f"{version}, {sys.executable}",
        f"Install Python {needed} or newer, and make a new virtual environment with it.",
    )


def _packages() -> Finding:
    from importlib.metadata import PackageNotFoundError, requires, version

    found, missing = [], []
    for requirement in requires("persistence-drills") or ():
        if "extra ==" in requirement:
            continue
        name = "".join(c if c.isalnum() or c in "-_." else " " for c in requirement).split()[0]
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding(
            "packages",
            False,
            f"missing: {', '.join(missing)}",
            "pip install -e . in the repository's folder.",
        )
    return Finding("packages", True, ", ".join(found))


def _sqlite() -> Finding:
    lacking = [] if hasattr(sqlite3.Connection, "autocommit") else ["Connection.autocommit"]
    for feature, statement in _PROBES.items():
        connection = sqlite3.connect(":memory:")
        try:
            connection.execute("CREATE TABLE b (x INTEGER PRIMARY KEY)")
            connection.execute(statement).fetchall()
        except sqlite3.Error:
            lacking.append(feature)
        finally:
            connection.close()
    found = f"{sqlite3.sqlite_version}, with {', '.join([*_PROBES, 'autocommit'])}"
    if lacking:
        found = f"{sqlite3.sqlite_version} lacks {', '.join(lacking)}"
    needed = ".".join(map(str, SQLITE_NEEDED))
    mend = f"Use a Python built with SQLite {needed} or newer: one from python.org or uv is."
    return Finding("SQLite", not lacking, found, mend)


def _postgres() -> Finding:
    if url := os.environ.get("DRILLS_POSTGRES_URL"):
        from runner.databases.external import external_server

        server = external_server(url)
        return Finding("PostgreSQL", True, f"{server.version} from {server.source}")
    import psycopg2

    from runner.databases.cluster import Cluster
    from runner.databases.home import home

    started = perf_counter()
    with Cluster(home()).using() as server:
        connection = psycopg2.connect(server.dsn)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_setting('server_version')")
                [(version,)] = cursor.fetchall()
        finally:
            connection.close()
        ms = (perf_counter() - started) * 1000
        return Finding("PostgreSQL", True, f"{version}, answers after {ms:.0f} ms: {server.source}")


def _isolation() -> Finding:
    """What marking a class needs, and nobody else: so nothing is wrong without it."""
    from runner import isolation
    from runner.catalog import Catalog, course_root

    lacking = [part for part in isolation.parts() if not part.works]
    if lacking:
        found = f"basic only; strict, for marking a class, lacks {lacking[0].name}"
        return Finding("isolation", True, f"{found}. {lacking[0].mend}")
    drills = Catalog(course_root()).drills
    if not drills:
        return Finding("isolation", True, "strict is there (not tried: the course has no drill)")
    if leaks := list(isolation.holds(drills[0])):
        return Finding(
            "isolation",
            False,
            f"strict does not hold: an answer {leaks[0]}",
            "Say so to the authors, with your kernel's version; until then mark elsewhere.",
        )
    return Finding("isolation", True, "strict holds (tried: files, signals, system calls)")


def _fork() -> Finding:
    if not hasattr(os, "fork"):
        return Finding("fork", False, "this system cannot fork", "On Windows use WSL.")
    child = os.fork()
    if child == 0:
        os._exit(7)
    _, status = os.waitpid(child, 0)
    works = os.waitstatus_to_exitcode(status) == 7
    found = "children start and end" if works else f"a child ended with status {status}"
    return Finding("fork", works, found, "Look for a limit on processes: ulimit -u.")


def _home() -> Finding:
    from runner.databases.home import home

    return Finding("home folder", True, f"{home()} (server, caches)")


def _work(work: Path) -> Finding:
    place = _nearest(work)
    ok = place.is_dir() and os.access(place, os.W_OK | os.X_OK)
    found = f"{work} (your answers)" if ok else f"cannot write {place}"
    return Finding(
        "work folder", ok, found, "Choose a folder you can write to: --work DIR or DRILLS_WORK."
    )


def _disk(work: Path) -> Finding:
    import shutil
    import tempfile

    from runner.databases.home import home

    folders = {"work": _nearest(work), "home": home(), "temporary": Path(tempfile.gettempdir())}
    free = {name: shutil.disk_usage(path).free >> 20 for name, path in folders.items()}
    scarce = [str(folders[name]) for name, mb in free.items() if mb < DISK_NEEDED_MB]
    found = ", ".join(f"{name} {_size(mb)}" for name, mb in free.items())
    mend = f"Free {DISK_NEEDED_MB} MB in {', '.join(scarce)}." if scarce else ""
    return Finding("disk", not scarce, f"free: {found}", mend)


def _text() -> Finding:
    files = sys.getfilesystemencoding()
    output = sys.stdout.encoding or "ascii"
    ok = files.lower().replace("-", "") == "utf8" == output.lower().replace("-", "")
    found = f"file names in {files}, output in {output}"
    return Finding("text", ok, found, "Set PYTHONUTF8=1, or a UTF-8 locale such as LC_ALL=C.UTF-8.")


def _nearest(path: Path) -> Path:
    """The folder itself, or the closest one above it that exists."""
    return next(place for place in (path, *path.parents) if place.exists())


def _size(mb: int) -> str:
    return f"{mb / 1024:.1f} GB" if mb >= 1024 else f"{mb} MB"
