"""Takes the fastest of the loaders for the fastest way that there is."""

from dataclasses import replace

from solution import *
from solution import benchmark as _good

FAILS = "a_report_says_what_was_measured"
SAYS = "its rows per second, of those of the ceiling"


def benchmark(engine: Engine, n: int, repeats: int = 3) -> Report:
    """The best one looks perfect, however far it is from the ceiling."""
    report = _good(engine, n, repeats)
    top = max(r.rows_per_second for r in report.results)
    results = [replace(r, share=r.rows_per_second / top) for r in report.results]
    return replace(report, results=results)
