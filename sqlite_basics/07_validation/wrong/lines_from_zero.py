"""Thinks that people count from zero."""

from solution import *
from solution import import_rows as _good

FAILS = "good_rows_stay_and_others_have_lines"
SAYS = "the first row's is 1"


def import_rows(conn: sqlite3.Connection, rows: Iterable[Mapping[str, object]]) -> ImportReport:
    """Point at the row before the bad one."""
    report = _good(conn, rows)
    return ImportReport(report.stored, [(line - 1, errors) for line, errors in report.rejected])
