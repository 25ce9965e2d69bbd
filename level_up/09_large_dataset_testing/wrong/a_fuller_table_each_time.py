"""Leaves the rows of one run in the table for the next."""

from solution import *
from solution import benchmark as _good

FAILS = "a_benchmark_is_fair"
SAYS = "each run begins with an empty table"


def benchmark(engine: Engine, n: int, repeats: int = 3) -> Report:
    """The later, the larger the index."""
    for name, load in list(LOADERS.items()):
        LOADERS[name] = lambda engine, rows, load=load: _again(engine, load, list(rows))
    return _good(engine, n, repeats)


def _again(engine: Engine, load: Loader, rows: list[EventRow]) -> int:
    load_core(engine, [row._replace(id=-row.id) for row in rows[:9]])
    return load(engine, rows)
