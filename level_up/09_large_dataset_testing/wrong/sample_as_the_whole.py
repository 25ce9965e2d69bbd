"""Multiplies a sample, and does not say so."""

from dataclasses import replace

from solution import *
from solution import benchmark as _good

FAILS = "a_report_says_what_was_measured"
SAYS = "a sample must be called one"


def benchmark(engine: Engine, n: int, repeats: int = 3) -> Report:
    """As if the slow loaders had loaded all of it."""
    report = _good(engine, n, repeats)
    return replace(report, results=[replace(r, rows=n, extrapolated=False) for r in report.results])
