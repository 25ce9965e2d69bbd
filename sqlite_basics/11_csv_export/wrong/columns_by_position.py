"""Thinks that a file has the columns of the table, in their order."""

from collections.abc import Iterable, Iterator

from solution import *

FAILS = "columns_go_by_name"
SAYS = "has 5 columns but 2 values"


def import_csv(conn: sqlite3.Connection, path: Path, table: str) -> ImportReport:
    """Ignore the names in the header."""
    with path.open(newline="", encoding="utf-8") as file, conn:
        reader = records(file)
        columns = tuple(name or "" for name in next(reader, ()))
        known = {
            row["name"] for row in conn.execute("SELECT name FROM pragma_table_info(?)", (table,))
        }
        if not columns or not known.issuperset(columns):
            raise ValueError(columns)
        marks = ", ".join("?" * len(columns))
        cursor = conn.executemany(
            f"INSERT INTO {_quoted(table)} VALUES ({marks})", _of_length(len(columns), reader)
        )
    return ImportReport(cursor.rowcount, columns)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _of_length(length: int, rows: Iterable[list[str | None]]) -> Iterator[list[str | None]]:
    for row in rows:
        if len(row) != length:
            raise ValueError(row)
        yield row
