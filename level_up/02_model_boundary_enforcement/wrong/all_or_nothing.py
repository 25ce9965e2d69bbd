"""Stores nothing where one row is bad."""

from solution import *
from solution import bulk_import as _good

FAILS = "an_import_stores_the_good_rows"
SAYS = "every good row is stored"


def bulk_import(session: Session, rows: Iterable[dict[str, Any]]) -> ImportReport:
    """999 good rows wait for one bad one."""
    savepoint = session.begin_nested()
    report = _good(session, rows)
    if report.rejected:
        savepoint.rollback()
        return ImportReport(0, report.rejected)
    savepoint.commit()
    return report
