"""Thinks that a refused row has to be rolled back."""

from solution import *

FAILS = "duplicates_have_lines_too"
SAYS = "a refused INSERT undoes itself and nothing else"


def import_rows(conn: sqlite3.Connection, rows: Iterable[Mapping[str, object]]) -> ImportReport:
    """Undo all good rows before it as well."""
    stored = 0
    rejected: list[tuple[int, dict[str, str]]] = []
    for line, row in enumerate(rows, start=1):
        try:
            product = validate(row)
            conn.execute("INSERT INTO products VALUES (NULL, ?, ?, ?)", astuple(product))
            stored += 1
        except Invalid as error:
            rejected.append((line, error.errors))
        except sqlite3.IntegrityError:
            conn.rollback()
            rejected.append((line, {"name": "exists already"}))
    conn.commit()
    return ImportReport(stored, rejected)
