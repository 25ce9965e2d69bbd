"""Thinks that the newest file has the latest time."""

import solution
from solution import *
from solution import _generations

FAILS = "the_clock_may_be_wrong"
SAYS = "must not depend on a clock"


def _by_time(folder: Path) -> list[tuple[int, Path]]:
    """Believe the clock of whoever wrote the file."""
    found = sorted(_generations(folder), key=lambda found: -found[1].stat().st_mtime_ns)
    return [(number, path) for number, path in found]


solution._generations = _by_time
