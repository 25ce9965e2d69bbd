"""Thinks that every dump of an object has the same size."""

from pathlib import Path

from solution import *

FAILS = "the_size_is_returned"
SAYS = "the result is the size of the finished file"


def dump_items(
    items: Sequence[Item], path: Path, *, protocol: int = pickle.HIGHEST_PROTOCOL
) -> int:
    """Measure a dump in another protocol than the one in the file."""
    with path.open("wb") as file:
        pickle.dump(list(items), file, protocol)
    return len(pickle.dumps(list(items)))
