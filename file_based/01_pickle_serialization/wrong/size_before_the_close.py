"""Thinks that what was written is in the file at once."""

from pathlib import Path

from solution import *

FAILS = "the_size_is_returned"
SAYS = "may wait in a buffer until the file is closed"


def dump_items(
    items: Sequence[Item], path: Path, *, protocol: int = pickle.HIGHEST_PROTOCOL
) -> int:
    """Ask for the size while the bytes are still in Python's buffer."""
    with path.open("wb") as file:
        pickle.dump(list(items), file, protocol)
        return path.stat().st_size
