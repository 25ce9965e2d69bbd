"""Makes rows anew for each loader."""

from solution import *
from solution import benchmark as _good

FAILS = "a_benchmark_is_fair"
SAYS = "what is compared must be the same"


def benchmark(engine: Engine, n: int, repeats: int = 3) -> Report:
    """Another seed, other rows."""
    for seed, (name, load) in enumerate(list(LOADERS.items())):
        LOADERS[name] = lambda engine, rows, load=load, seed=seed: load(
            engine, list(generate(len(list(rows)), seed))
        )
    return _good(engine, n, repeats)
