"""Thinks that a loop runs at least once."""

from solution import *

FAILS = "columns_go_by_name"
SAYS = "UnboundLocalError"


def import_csv(conn: sqlite3.Connection, path: Path, table: str) -> ImportReport:
    """Report the number of the last row, which a file of a header alone does not have."""
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
        for number, row in enumerate(reader, start=1):
            if len(row) != len(columns):
                raise ValueError(f"row {number} has {len(row)} fields")
            conn.execute(f"INSERT INTO {_quoted(table)} ({names}) VALUES ({marks})", row)
    return ImportReport(number, columns)  # pyright: ignore[reportPossiblyUnboundVariable]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
