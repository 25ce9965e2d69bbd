"""Starts tracemalloc and never stops it."""

from solution import *
from solution import benchmark as _good

FAILS = "a_report_says_what_was_measured"
SAYS = "tracemalloc is still on"


def benchmark(engine: Engine, n: int, repeats: int = 3) -> Report:
    """All that runs later in this process is slower."""
    report = _good(engine, n, repeats)
    tracemalloc.start()
    return report
