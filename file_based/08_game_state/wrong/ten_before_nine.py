"""Thinks that file names sort like the numbers in them."""

import solution
from solution import *

FAILS = "the_last_saves_are_kept"
SAYS = "the newest comes first"


def _by_name(folder: Path) -> list[tuple[int, Path]]:
    """Sort as text: after 9 comes 10, which is before 9."""
    files = sorted(folder.glob("*.save"), key=lambda path: path.name, reverse=True)
    return [(int(path.stem), path) for path in files]


solution._generations = _by_name
