"""Thinks that what looks like a number is one."""

from collections.abc import Iterable, Iterator

from solution import *

FAILS = "an_import_brings_all_back"
SAYS = "every value as it is in the file"


def import_csv(conn: sqlite3.Connection, path: Path, table: str) -> ImportReport:
    """Make numbers of texts."""
    with path.open(newline="", encoding="utf-8") as file, conn:
        reader = records(file)
        columns = tuple(name or "" for name in next(reader, ()))
        known = {
            row["name"] for row in conn.execute("SELECT name FROM pragma_table_info(?)", (table,))
        }
        if not columns or not known.issuperset(columns):
            raise ValueError(columns)
        names = ", ".join(_quoted(name) for name in columns)
        marks = ", ".join("?" * len(columns))
        cursor = conn.executemany(
            f"INSERT INTO {_quoted(table)} ({names}) VALUES ({marks})",
            _values(len(columns), reader),
        )
    return ImportReport(cursor.rowcount, columns)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _values(length: int, rows: Iterable[list[str | None]]) -> Iterator[list[object]]:
    for row in rows:
        if len(row) != length:
            raise ValueError(row)
        yield [int(cell) if cell and cell.isdecimal() else cell for cell in row]
