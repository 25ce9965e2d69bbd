"""Thinks that only the names in the header can hold quotes."""

from collections.abc import Iterable, Iterator

from solution import *

FAILS = "columns_go_by_name"
SAYS = "syntax error"


def import_csv(conn: sqlite3.Connection, path: Path, table: str) -> ImportReport:
    """Put quotes around the table's name, and leave those inside."""
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
            f'INSERT INTO "{table}" ({names}) VALUES ({marks})', _of_length(len(columns), reader)
        )
    return ImportReport(cursor.rowcount, columns)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _of_length(length: int, rows: Iterable[list[str | None]]) -> Iterator[list[str | None]]:
    for row in rows:
        if len(row) != length:
            raise ValueError(row)
        yield row
