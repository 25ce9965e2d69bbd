"""The database that a failed check left behind, for `drills data`.

The child copies a SQLite file at the moment of the failure, and the parent moves it into the
home folder; the supply of PostgreSQL renames a database instead of dropping it.  A note beside
them says whose they are.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from runner.databases.database import Database
from runner.databases.home import home
from runner.errors import SetupError, UsageError
from runner.instruments.sqlstate import paused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Leftover:
    """A kept database, and how to look at it by hand."""

    check: str
    """The name of the check that failed."""
    answer: str
    """The path of the answer that it failed for."""
    at: datetime
    database: Database
    shell: tuple[str, ...]
    """A command: psql, or a shell of SQLite."""
    environment: dict[str, str]
    """What the command needs besides."""


def copy(database: Database, scratch: Path, check: str) -> None:
    """Copy a SQLite database as it is now, without what is not committed.

    Args:
        database: of the check that has just failed.
        scratch: the child's folder.
        check: its name.

    Raises:
        sqlite3.Error: it is locked, or no database.
        OSError: there is no room.
    """
    file = scratch / _file_name(check)
    with paused(), database.observer() as source:
        source.execute("PRAGMA busy_timeout = 0")
        with contextlib.closing(sqlite3.connect(file)) as target:
            target.execute("PRAGMA synchronous = OFF")
            source.backup(target)


def keep(
    name: str,
    answer: Path,
    failed: Sequence[str],
    scratch: Path,
    *,
    on_server: tuple[str, str] | None,
) -> None:
    """Move here what the first failing check left, and note which check of which answer that was.

    What an earlier run left is none of this run's, so it is no longer shown in any case.  No
    trouble with all that is told: the verdict counts without it.

    Args:
        name: of the drill.
        answer: that was checked.
        failed: the checks that failed, in order.
        scratch: the folder of the children's folders, where `copy` has put SQLite files.
        on_server: the check whose PostgreSQL database the supply keeps, and that database.
    """
    with contextlib.suppress(OSError, SetupError):
        folder = home() / "kept"
        folder.mkdir(exist_ok=True)
        for check in failed:
            was = on_server[1] if on_server is not None and on_server[0] == check else None
            file = _copy_in(scratch, check)
            if file is not None or was is not None:
                _note(folder, name, answer, check, file, was)
                return
        (folder / f"{name}.json").unlink(missing_ok=True)


def _note(
    folder: Path, name: str, answer: Path, check: str, file: Path | None, was: str | None
) -> None:
    if file is not None:
        coming = folder / f".{name}.{os.getpid()}"
        shutil.move(file, coming)
        coming.replace(folder / f"{name}.db")
    note = {
        "check": check,
        "answer": str(answer),
        "at": datetime.now(UTC).isoformat(),
        "sqlite": file is not None,
        "was": was,
    }
    (folder / f"{name}.json").write_text(json.dumps(note), encoding="utf-8")


def _copy_in(scratch: Path, check: str) -> Path | None:
    found = (folder / _file_name(check) for folder in scratch.iterdir())
    return next((file for file in found if file.is_file() and not file.is_symlink()), None)


@contextlib.contextmanager
def left_behind(name: str, *, durable: bool = False) -> Iterator[Leftover]:
    """What a drill's first failing check left; its server stays up for as long as the block lasts.

    Args:
        name: of the drill.
        durable: whether it would be on the durable server.

    Raises:
        UsageError: there is none.
        SetupError: there is no server to be had.
    """
    folder = home() / "kept"
    try:
        note = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        check, answer = str(note["check"]), str(note["answer"])
        at = datetime.fromisoformat(note["at"])
        is_sqlite, was = bool(note["sqlite"]), note["was"]
    except (OSError, ValueError, KeyError, TypeError):
        raise _nothing(name) from None
    if is_sqlite:
        file = folder / f"{name}.db"
        if not file.is_file():
            raise _nothing(name)
        yield Leftover(check, answer, at, Database.sqlite(file), _sqlite_shell(file), {})
        return
    from psycopg2.extensions import parse_dsn

    from runner.databases.kept import kept_database

    with kept_database(name, was=was, durable=durable) as kept:
        parameters = parse_dsn(kept.dsn)
        shell = (str(kept.psql), "--no-psqlrc", f"--dbname={parameters['dbname']}")
        # Not on the command line, where everybody on this machine could read the password.
        names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
        names |= {"options": "PGOPTIONS", "sslmode": "PGSSLMODE"}
        environment = {names[key]: value for key, value in parameters.items() if key in names}
        database = Database.postgres("", "", kept.dsn)
        yield Leftover(check, answer, at, database, shell, environment)


def _nothing(name: str) -> UsageError:
    return UsageError(
        f"the last run of {name} has left no database",
        mend=f"`drills run {name}` keeps the one of the first check that fails.",
    )


def _file_name(check: str) -> str:
    return f"left-{quote(check, safe='')}.db"


def _sqlite_shell(file: Path) -> tuple[str, ...]:
    """SQLite's own shell, or the plainer one that comes with Python."""
    if program := shutil.which("sqlite3"):
        return (program, str(file))
    return (sys.executable, "-m", "sqlite3", str(file))
