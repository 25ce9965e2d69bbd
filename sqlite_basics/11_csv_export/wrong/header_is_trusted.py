"""Thinks that a header holds only names."""

from collections.abc import Iterable, Iterator

from solution import *

FAILS = "a_bad_file_adds_nothing"
SAYS = "SQL in place of a column's name was imported"


def import_csv(conn: sqlite3.Connection, path: Path, table: str) -> ImportReport:
    """Quote what looks like a name, and let SQL through."""
    with path.open(newline="", encoding="utf-8") as file, conn:
        reader = records(file)
        columns = tuple(name or "" for name in next(reader, ()))
        names = ", ".join(name if ")" in name else _quoted(name) for name in columns)
        marks = ", ".join("?" * len(columns))
        cursor = conn.executemany(
            f"INSERT INTO {_quoted(table)} ({names}) VALUES ({marks})",
            _of_length(len(columns), reader),
        )
    return ImportReport(cursor.rowcount, columns)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _of_length(length: int, rows: Iterable[list[str | None]]) -> Iterator[list[str | None]]:
    for row in rows:
        if len(row) != length:
            raise ValueError(row)
        yield row
