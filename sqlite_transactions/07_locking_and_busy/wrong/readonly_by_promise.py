"""Takes `readonly` for a promise of the caller."""

from solution import *
from solution import open_db as good

FAILS = "readonly_cannot_write"
SAYS = "an UPDATE on a read-only connection was accepted"


def open_db(path: Path, *, readonly: bool = False, timeout: float = 5.0) -> sqlite3.Connection:
    """Open for both."""
    return good(path, timeout=timeout)
