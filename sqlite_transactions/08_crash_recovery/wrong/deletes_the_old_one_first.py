"""Makes room for the new backup by deleting the old one."""

from solution import *

FAILS = "yesterdays_backup_is_not_lost"
SAYS = "yesterday's was lost"


def backup(src: Path, dst: Path) -> None:
    """VACUUM INTO wants a file that does not exist."""
    if not src.exists():
        raise FileNotFoundError(src)
    dst.unlink(missing_ok=True)
    with closing(sqlite3.connect(src, autocommit=True)) as conn:
        conn.execute("VACUUM INTO ?", (str(dst),))
