"""Thinks that a database in use can be copied file by file."""

import shutil
from pathlib import Path

from solution import *

FAILS = "a_snapshot_is_one_closed_file"
SAYS = "a copy in several parts can be torn"


def snapshot(source: Path, target: Path) -> None:
    """Between the two copies a program may move rows from the one file to the other."""
    for suffix in ("", "-wal"):
        part = source.with_name(source.name + suffix)
        if part.exists():
            shutil.copy(part, target.with_name(target.name + suffix))
