"""Thinks that it does not matter which of two files is opened first."""

from pathlib import Path

from solution import *

FAILS = "a_snapshot_of_nothing_is_an_error"
SAYS = "nothing is made before the source is known to be there"


def snapshot(source: Path, target: Path) -> None:
    """The target is there, empty, before the source turns out to be missing."""
    target.touch()
    with closing(sqlite3.connect(target)) as copy, closing(open_existing(source)) as original:
        original.backup(copy)
