"""Thinks that one bad row makes a whole import worthless."""

from solution import *
from solution import import_rows as _good

FAILS = "good_rows_stay_and_others_have_lines"
SAYS = "3 of the 6 rows are good"


def import_rows(conn: sqlite3.Connection, rows: Iterable[Mapping[str, object]]) -> ImportReport:
    """Store nothing if anything is wrong."""
    rows = list(rows)
    rejected: list[tuple[int, dict[str, str]]] = []
    for line, row in enumerate(rows, start=1):
        try:
            validate(row)
        except Invalid as error:
            rejected.append((line, error.errors))
    return ImportReport(0, rejected) if rejected else _good(conn, rows)
