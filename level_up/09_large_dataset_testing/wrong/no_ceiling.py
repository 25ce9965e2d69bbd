"""Compares the loaders with each other only."""

import solution
from solution import *
from solution import benchmark as _good

FAILS = "a_report_says_what_was_measured"
SAYS = "`ceiling` was not run"


def benchmark(engine: Engine, n: int, repeats: int = 3) -> Report:
    """The first of five slow ones is a winner, too."""
    solution.ceiling = lambda _engine, _rows: None
    return _good(engine, n, repeats)
