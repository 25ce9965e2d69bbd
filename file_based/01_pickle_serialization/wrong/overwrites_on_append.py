"""Thinks that a file opened for writing is written at its end."""

from pathlib import Path

from solution import *

FAILS = "events_are_added_at_the_end"
SAYS = "adding at the end leaves the old bytes untouched"


def append_event(event: Event, path: Path) -> None:
    """Mode w empties the file."""
    with path.open("wb") as file:
        pickle.dump(event, file)
