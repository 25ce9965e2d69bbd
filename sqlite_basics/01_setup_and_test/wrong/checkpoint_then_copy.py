"""Thinks that after a checkpoint the main file has everything."""

from solution import *

FAILS = "a_snapshot_holds_what_was_committed"
SAYS = "the newest rows may stand in a second file beside it"


def snapshot(source: Path, target: Path) -> None:
    """Ask for a checkpoint, which moves nothing while another program still reads, and copy."""
    with closing(open_existing(source)) as conn:
        conn.execute("PRAGMA wal_checkpoint")
    shutil.copy(source, target)
