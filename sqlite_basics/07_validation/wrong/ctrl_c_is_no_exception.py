"""Thinks that an import can break off by an Exception only."""

from solution import *

FAILS = "an_import_is_one_unit"
SAYS = "after an import that KeyboardInterrupt has ended another connection cannot write"


def import_rows(conn: sqlite3.Connection, rows: Iterable[Mapping[str, object]]) -> ImportReport:
    """Ctrl-C leaves half of the rows in an open transaction."""
    stored = 0
    rejected: list[tuple[int, dict[str, str]]] = []
    try:
        for line, row in enumerate(rows, start=1):
            try:
                insert(conn, validate(row))
                stored += 1
            except Invalid as error:
                rejected.append((line, error.errors))
    except Exception:
        conn.rollback()
        raise
    conn.commit()
    return ImportReport(stored, rejected)
