"""Thinks that the number of bad rows is all that a sender needs."""

from solution import *
from solution import import_rows as _good

FAILS = "good_rows_stay_and_others_have_lines"
SAYS = "each rejected row has its line"


def import_rows(conn: sqlite3.Connection, rows: Iterable[Mapping[str, object]]) -> ImportReport:
    """Say how many, and not which."""
    report = _good(conn, rows)
    return ImportReport(report.stored, [(0, {"rows": f"{len(report.rejected)} are bad"})])
