"""Thinks that a connection is closed when nobody needs it any more."""

from pathlib import Path

from solution import *

FAILS = "a_snapshot_is_one_closed_file"
SAYS = "2 of 2 connections that snapshot() opened are still open, to store.db and snapshot.db"


def snapshot(source: Path, target: Path) -> None:
    """Leave both files open until the garbage collector comes by."""
    open_existing(source).backup(sqlite3.connect(target))
