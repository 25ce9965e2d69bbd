"""Always writes to the same new file: what a killed backup has left there stops the next ones."""

from solution import *

FAILS = "yesterdays_backup_is_not_lost"
SAYS = "and the next backup() raised OperationalError, “output file already exists”"


def backup(src: Path, dst: Path) -> None:
    """VACUUM INTO wants a file that does not exist."""
    if not src.exists():
        raise FileNotFoundError(src)
    new = dst.with_name(f"{dst.name}.new")
    with closing(sqlite3.connect(src, autocommit=True)) as conn:
        conn.execute("VACUUM INTO ?", (str(new),))
    new.replace(dst)
