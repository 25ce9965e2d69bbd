"""Backs up whatever it is given: a misspelt path gives an empty backup."""

from solution import *

FAILS = "a_backup_is_complete"
SAYS = "it must raise FileNotFoundError"


def backup(src: Path, dst: Path) -> None:
    """sqlite3.connect creates what is missing."""
    with closing(sqlite3.connect(src)) as source, closing(sqlite3.connect(dst)) as target:
        source.backup(target)
