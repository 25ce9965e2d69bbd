"""Thinks that an import is saved row by row."""

from solution import *

FAILS = "an_import_is_one_unit"
SAYS = "all of them are saved together"


def import_rows(conn: sqlite3.Connection, rows: Iterable[Mapping[str, object]]) -> ImportReport:
    """What was read before the break stays."""
    stored = 0
    rejected: list[tuple[int, dict[str, str]]] = []
    for line, row in enumerate(rows, start=1):
        try:
            add_validated(conn, row)
            stored += 1
        except Invalid as error:
            rejected.append((line, error.errors))
    return ImportReport(stored, rejected)
