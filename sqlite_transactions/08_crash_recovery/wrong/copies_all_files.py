"""Copies the file and its log, one after the other, as if nobody wrote between."""

import shutil

from solution import *

FAILS = "a_backup_is_complete"
SAYS = "a backup holds what is committed"


def backup(src: Path, dst: Path) -> None:
    """Two files that belong together, and may come apart."""
    shutil.copyfile(src, dst)
    for file in src.parent.glob(f"{src.name}-wal"):
        shutil.copyfile(file, dst.with_name(f"{dst.name}-wal"))
