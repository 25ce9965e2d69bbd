"""Takes the mean, which one disturbed run decides."""

from dataclasses import replace

from solution import *
from solution import benchmark as _good

FAILS = "a_report_says_what_was_measured"
SAYS = "one run that was disturbed must not decide"


def benchmark(engine: Engine, n: int, repeats: int = 3) -> Report:
    """The mean in place of the median."""
    report = _good(engine, n, repeats)
    results = [
        replace(r, rows_per_second=r.rows * len(r.seconds) / sum(r.seconds)) for r in report.results
    ]
    return replace(report, results=results)
