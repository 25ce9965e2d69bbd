"""Thinks that a file can hold only one pickle."""

from pathlib import Path

from solution import *

FAILS = "events_are_added_at_the_end"
SAYS = "it does not load what is there"


def append_event(event: Event, path: Path) -> None:
    """Keep one list, and write all of it again for each event."""
    events = pickle.loads(path.read_bytes()) if path.exists() else []
    path.write_bytes(pickle.dumps([*events, event]))
