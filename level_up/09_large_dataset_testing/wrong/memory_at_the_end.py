"""Looks at the memory when the load is over."""

from dataclasses import replace

from solution import *
from solution import benchmark as _good

FAILS = "a_report_says_what_was_measured"
SAYS = "the peak counts"


def benchmark(engine: Engine, n: int, repeats: int = 3) -> Report:
    """What was taken and given back is not seen."""
    report = _good(engine, n, repeats)
    return replace(report, results=[replace(r, peak_mib=0.1) for r in report.results])
