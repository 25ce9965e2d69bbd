"""Thinks that copying the file copies the database, also while a program writes."""

import shutil
from pathlib import Path

from solution import *

FAILS = "a_snapshot_holds_what_was_committed"
SAYS = "the newest rows may stand in a second file beside it"


def snapshot(source: Path, target: Path) -> None:
    """Copy the main file and leave the write-ahead log behind."""
    shutil.copy(source, target)
