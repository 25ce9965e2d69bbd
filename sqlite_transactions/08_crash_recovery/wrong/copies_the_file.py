"""Takes a copy of the file for a backup."""

import shutil

from solution import *

FAILS = "a_backup_is_complete"
SAYS = "a backup holds what is committed"


def backup(src: Path, dst: Path) -> None:
    """The newest commits are in another file."""
    shutil.copyfile(src, dst)
