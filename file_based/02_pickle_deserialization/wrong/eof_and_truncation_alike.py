"""Thinks that an error while loading means that the file is at its end."""

from pathlib import Path

from solution import *

FAILS = "a_cut_record_is_reported"
SAYS = "lost data must not look like the end"


def load_all(path: Path) -> Iterator[object]:
    """End quietly, whatever happened."""
    with path.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)
            except (EOFError, pickle.UnpicklingError):
                return
