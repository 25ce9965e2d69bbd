"""Thinks that a file can be changed safely only in a copy."""

from pathlib import Path

from solution import *

FAILS = "events_are_added_at_the_end"
SAYS = "a new file stands in the place of the old one"


def append_event(event: Event, path: Path) -> None:
    """Read and write all old events for each new one."""
    before = path.read_bytes() if path.exists() else b""
    temporary = path.with_suffix(".tmp")
    temporary.write_bytes(before + pickle.dumps(event))
    temporary.replace(path)
