"""Thinks that writing to an old file replaces all of it."""

from pathlib import Path

from solution import *

FAILS = "the_items_are_in_the_file"
SAYS = "it must hold whole pickles and nothing else"


def dump_items(
    items: Sequence[Item], path: Path, *, protocol: int = pickle.HIGHEST_PROTOCOL
) -> int:
    """Write over the start of the file, and leave the rest of the old content."""
    path.touch()
    with path.open("r+b") as file:
        pickle.dump(list(items), file, protocol)
    return path.stat().st_size
