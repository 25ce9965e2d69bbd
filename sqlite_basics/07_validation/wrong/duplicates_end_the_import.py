"""Thinks that what is valid can be stored."""

from solution import *

FAILS = "duplicates_have_lines_too"
SAYS = "an error of its row, not of the import"


def import_rows(conn: sqlite3.Connection, rows: Iterable[Mapping[str, object]]) -> ImportReport:
    """Only the database knows of duplicates, and it was not expected to say so."""
    stored = 0
    rejected: list[tuple[int, dict[str, str]]] = []
    with conn:
        for line, row in enumerate(rows, start=1):
            try:
                product = validate(row)
            except Invalid as error:
                rejected.append((line, error.errors))
                continue
            conn.execute("INSERT INTO products VALUES (NULL, ?, ?, ?)", astuple(product))
            stored += 1
    return ImportReport(stored, rejected)
