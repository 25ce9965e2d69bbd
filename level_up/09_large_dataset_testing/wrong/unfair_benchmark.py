"""Gives the loader that it likes fewer rows than the others."""

from solution import *
from solution import benchmark as _good

FAILS = "a_benchmark_is_fair"
SAYS = "runs another race"


def benchmark(engine: Engine, n: int, repeats: int = 3) -> Report:
    """Half a race for copy."""
    copy = LOADERS["copy"]
    LOADERS["copy"] = lambda engine, rows: copy(engine, list(rows)[: n // 2])
    return _good(engine, n, repeats)
