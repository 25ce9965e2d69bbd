"""Thinks that rows that break off have come to their end."""

from collections.abc import Iterator

from solution import *
from solution import import_rows as _good

FAILS = "an_import_is_one_unit"
SAYS = "the caller must know that not all are stored"


def import_rows(conn: sqlite3.Connection, rows: Iterable[Mapping[str, object]]) -> ImportReport:
    """Take half of a file for the whole."""

    def whole() -> Iterator[Mapping[str, object]]:
        try:
            yield from rows
        except OSError:
            return

    return _good(conn, whole())
