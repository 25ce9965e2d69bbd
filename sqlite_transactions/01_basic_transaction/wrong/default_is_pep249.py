"""Thinks that sqlite3.connect() gives the mode of PEP 249 without being asked."""

from solution import *

FAILS = "each_mode_is_opened"
SAYS = "pep249 mode is autocommit=False"


def open_db(path: Path, mode: Mode) -> sqlite3.Connection:
    """Say only what differs from the default."""
    return sqlite3.connect(path, autocommit=True) if mode == "autocommit" else sqlite3.connect(path)
