"""Thinks that a backup which raised no error is a backup."""

from pathlib import Path

from solution import *

FAILS = "a_snapshot_of_nothing_is_an_error"
SAYS = "a backup of nothing must not look like a backup"


def snapshot(source: Path, target: Path) -> None:
    """Make the missing source, empty, and copy it with success."""
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
