"""Thinks that money has two digits after the point, also as an average of cents."""

from dataclasses import replace

from solution import *
from solution import category_stats as exact_stats

FAILS = "an_average_is_exact"
SAYS = "the prices 1, 1 and 2 have the average 1.33 here"


def category_stats(conn: sqlite3.Connection) -> list[CategoryStats]:
    """Round each average, as one does on a bill."""
    return [
        entry if entry.avg_cents is None else replace(entry, avg_cents=round(entry.avg_cents, 2))
        for entry in exact_stats(conn)
    ]
