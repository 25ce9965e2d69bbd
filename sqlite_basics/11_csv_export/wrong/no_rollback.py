"""Thinks that an error takes back what was added before it."""

from collections.abc import Iterable, Iterator

from solution import *

FAILS = "a_bad_file_adds_nothing"
SAYS = "rows were added: all or none"


def import_csv(conn: sqlite3.Connection, path: Path, table: str) -> ImportReport:
    """Commit at the end, and never roll back."""
    with path.open(newline="", encoding="utf-8") as file:
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
            _of_length(len(columns), reader),
        )
    conn.commit()
    return ImportReport(cursor.rowcount, columns)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _of_length(length: int, rows: Iterable[list[str | None]]) -> Iterator[list[str | None]]:
    for row in rows:
        if len(row) != length:
            raise ValueError(row)
        yield row
