"""Thinks that a sequence is a list."""

from pathlib import Path

from solution import *

FAILS = "another_program_loads_equal_items"
SAYS = "another Python process loaded a tuple"


def dump_items(
    items: Sequence[Item], path: Path, *, protocol: int = pickle.HIGHEST_PROTOCOL
) -> int:
    """Leave it to the caller what the file holds: a list, a tuple or a class of theirs."""
    with path.open("wb") as file:
        pickle.dump(items, file, protocol)
    return path.stat().st_size
