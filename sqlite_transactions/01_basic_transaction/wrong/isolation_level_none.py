"""Thinks that isolation_level=None and autocommit=True are the same."""

from solution import *

FAILS = "each_mode_is_opened"
SAYS = "autocommit mode is autocommit=True"


def open_db(path: Path, mode: Mode) -> sqlite3.Connection:
    """The older switch works within legacy mode only."""
    if mode == "autocommit":
        return sqlite3.connect(path, isolation_level=None)
    return sqlite3.connect(path, autocommit=_AUTOCOMMIT[mode])


_AUTOCOMMIT: dict[Mode, Any] = {
    "pep249": False,
    "legacy": sqlite3.LEGACY_TRANSACTION_CONTROL,
}
