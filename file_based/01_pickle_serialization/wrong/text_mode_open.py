"""Thinks that a pickle is text."""

from pathlib import Path

from solution import *

FAILS = "the_items_are_in_the_file"
SAYS = "a pickle is bytes, and the file was opened for text"


def dump_items(
    items: Sequence[Item], path: Path, *, protocol: int = pickle.HIGHEST_PROTOCOL
) -> int:
    """Open the file in mode w."""
    with path.open("w") as file:
        pickle.dump(list(items), file, protocol)  # type: ignore[arg-type]  (that is the point)
    return path.stat().st_size
