"""Thinks that one has to load what is there to come to its end."""

from pathlib import Path

from solution import *

FAILS = "events_are_added_at_the_end"
SAYS = "it does not load what is there"


def append_event(event: Event, path: Path) -> None:
    """Load event after event until there is none."""
    path.touch()
    with path.open("r+b") as file:
        while True:
            try:
                pickle.load(file)
            except EOFError:
                break
        pickle.dump(event, file)
