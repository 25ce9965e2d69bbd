"""Takes the write lock for its backup, so that nobody disturbs it."""

from solution import *
from solution import backup as good

FAILS = "a_backup_is_complete"
SAYS = "a backup only reads its source"


def backup(src: Path, dst: Path) -> None:
    """A long transaction of somebody else stops the backup, and the other way round."""
    if not src.exists():
        raise FileNotFoundError(src)
    with closing(sqlite3.connect(src, autocommit=True, timeout=0.1)) as conn:
        conn.execute("BEGIN IMMEDIATE")
        good(src, dst)
        conn.execute("ROLLBACK")
