"""Empties the log into the file and copies it: a checkpoint stops where somebody still reads."""

import shutil

from solution import *

FAILS = "a_backup_is_complete"
SAYS = "a backup holds what is committed"


def backup(src: Path, dst: Path) -> None:
    """It says so in its result, which nobody looks at."""
    if not src.exists():
        raise FileNotFoundError(src)
    with (
        closing(sqlite3.connect(src, autocommit=True, timeout=0.1)) as conn,
        tempfile.TemporaryDirectory(dir=dst.parent) as folder,
    ):
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        new = Path(folder) / "new.db"
        shutil.copyfile(src, new)
        new.replace(dst)
