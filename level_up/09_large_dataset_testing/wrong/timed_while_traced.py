"""Has tracemalloc on while it takes the time."""

from solution import *
from solution import benchmark as _good

FAILS = "a_report_says_what_was_measured"
SAYS = "tracemalloc was off in 0 runs"


def benchmark(engine: Engine, n: int, repeats: int = 3) -> Report:
    """What is watched is slow: the figures are those of watched loaders."""
    tracemalloc.start()
    return _good(engine, n, repeats)
