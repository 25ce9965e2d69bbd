"""Seeded SQLite files, made once per version of a drill's checks and copied per check."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import chain
from pathlib import Path
from types import ModuleType

from runner.databases.database import Database
from runner.databases.home import home
from runner.databases.seeding import seed_with

_UNUSED_SECONDS = 24 * 60 * 60
"""A template of other checks may be in use: by another clone, by a run that began before."""


def sqlite(drill: Path, checks: ModuleType) -> Path | None:
    """The drill's seeded SQLite file.

    Args:
        drill: the drill's folder.
        checks: its loaded `checks.py`.

    Returns:
        A file to copy, or None where the drill has no `seed` or none for SQLite.

    Raises:
        DrillError: `seed` failed, or took more than a minute.
    """
    from runner.catalog import database_of

    seed = getattr(checks, "seed", None)
    if seed is None or database_of(drill) not in {"sqlite", "both"}:
        return None
    digest = hashlib.sha256((drill / "checks.py").read_bytes()).hexdigest()[:12]
    folder = home() / "templates"
    template = folder / f"{drill.name}-{digest}.db"
    if template.exists():
        os.utime(template)  # when it was used last
        return template
    folder.mkdir(exist_ok=True)
    for other in chain(folder.glob(f"{drill.name}-*.db"), folder.glob("*.new")):
        with suppress(FileNotFoundError):  # another process was first
            if time.time() - other.stat().st_mtime > _UNUSED_SECONDS:
                other.unlink()
    handle, name = tempfile.mkstemp(dir=folder, suffix=".new")
    os.close(handle)
    made = Path(name)
    try:
        seed_with(lambda: _fill(made, seed), drill / "checks.py", "SQLite")
        made.rename(template)
    except BaseException:
        made.unlink()
        raise
    return template


def _fill(made: Path, seed: Callable[[Database], object]) -> None:
    database = Database.sqlite(made)
    seed(database)
    database.close()
