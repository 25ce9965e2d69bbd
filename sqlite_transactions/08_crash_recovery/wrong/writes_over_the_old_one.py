"""Reads the backup into memory and writes it over the old file."""

from solution import *

FAILS = "yesterdays_backup_is_not_lost"
SAYS = "neither yesterday's nor today's"


def backup(src: Path, dst: Path) -> None:
    """open() empties the old backup before the first byte of the new one is written."""
    if not src.exists():
        raise FileNotFoundError(src)
    with closing(sqlite3.connect(src)) as source, closing(sqlite3.connect(":memory:")) as memory:
        source.backup(memory)
        memory.execute("PRAGMA journal_mode = DELETE")
        dst.write_bytes(memory.serialize())
