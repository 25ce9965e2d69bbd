"""Counts the lines from 0."""

from solution import *
from solution import bulk_import as _good

FAILS = "an_import_stores_the_good_rows"
SAYS = "counted from 1"


def bulk_import(session: Session, rows: Iterable[dict[str, Any]]) -> ImportReport:
    """Nobody's editor has a line 0."""
    report = _good(session, rows)
    rejected = [Rejected(one.line - 1, one.errors) for one in report.rejected]
    return ImportReport(report.stored, rejected)
