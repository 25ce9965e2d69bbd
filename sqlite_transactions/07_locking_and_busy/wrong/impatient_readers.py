"""Thinks that a reader in WAL mode needs no timeout."""

from solution import *
from solution import open_db as good

FAILS = "the_timeout_is_kept"
SAYS = "it is the caller who knows how long to wait"


def open_db(path: Path, *, readonly: bool = False, timeout: float = 5.0) -> sqlite3.Connection:
    """A reader can meet a lock, too: while another one recovers the file, for example."""
    return good(path, readonly=readonly, timeout=0 if readonly else timeout)
