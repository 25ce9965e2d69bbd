"""Measures each loader once."""

from solution import *
from solution import benchmark as _good

FAILS = "a_benchmark_is_fair"
SAYS = "one run proves nothing"


def benchmark(engine: Engine, n: int, repeats: int = 3) -> Report:
    """Whatever the machine did just then is in the figure."""
    return _good(engine, n, 1)
