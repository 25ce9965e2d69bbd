"""Thinks that a row of the wrong length is the database's business."""

from solution import *

FAILS = "a_bad_file_adds_nothing"
SAYS = "a row with a field too few raised ProgrammingError"


def import_csv(conn: sqlite3.Connection, path: Path, table: str) -> ImportReport:
    """Pass each row on as it is."""
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
            f"INSERT INTO {_quoted(table)} ({names}) VALUES ({marks})", reader
        )
    return ImportReport(cursor.rowcount, columns)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
