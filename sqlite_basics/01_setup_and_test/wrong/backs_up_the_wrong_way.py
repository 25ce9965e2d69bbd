"""Thinks that backup() fetches from the connection that it is given."""

from pathlib import Path

from solution import *

FAILS = "a_snapshot_is_a_copy"
SAYS = "snapshot() has overwritten it, and the source is only read"


def snapshot(source: Path, target: Path) -> None:
    """Write the empty target over the source."""
    with closing(open_existing(source)) as original, closing(sqlite3.connect(target)) as copy:
        copy.backup(original)
