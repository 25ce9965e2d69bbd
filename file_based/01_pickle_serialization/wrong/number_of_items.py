"""Thinks that the result of a write is how many things were written."""

from pathlib import Path

from solution import *

FAILS = "the_size_is_returned"
SAYS = "the result is the size of the finished file"


def dump_items(
    items: Sequence[Item], path: Path, *, protocol: int = pickle.HIGHEST_PROTOCOL
) -> int:
    """Count items instead of bytes."""
    path.write_bytes(pickle.dumps(list(items), protocol))
    return len(items)
