"""Thinks that a file must be read and written again in order to add to it."""

from pathlib import Path

from solution import *

FAILS = "a_crash_loses_no_old_event"
SAYS = "whoever empties a file to write it anew risks all that was in it"


def append_event(event: Event, path: Path) -> None:
    """Empty the file, and then write what was in it."""
    before = path.read_bytes() if path.exists() else b""
    with path.open("wb") as file:
        file.write(before)
        pickle.dump(event, file)
