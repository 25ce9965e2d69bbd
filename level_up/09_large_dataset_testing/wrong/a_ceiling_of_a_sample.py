"""Gives the database's own tool a few rows only, as if its speed were the same for any number."""

import solution
from solution import *
from solution import benchmark as _good

FAILS = "a_report_says_what_was_measured"
SAYS = "`ceiling` was given 500 rows"


def benchmark(engine: Engine, n: int, repeats: int = 3) -> Report:
    """What the tool needs to start weighs more, the fewer the rows are."""
    whole = solution.ceiling
    solution.ceiling = lambda engine, rows: whole(engine, list(rows)[:500])
    return _good(engine, n, repeats)
