"""Thinks that a line break ends a row."""

from solution import *

FAILS = "an_import_brings_all_back"
SAYS = "fields"


def import_csv(conn: sqlite3.Connection, path: Path, table: str) -> ImportReport:
    """Read line by line, and split at the commas."""
    with path.open(newline="", encoding="utf-8") as file, conn:
        columns = tuple(name.strip('"') for name in file.readline().rstrip("\r\n").split(","))
        marks = ", ".join("?" * len(columns))
        names = ", ".join('"' + name + '"' for name in columns)
        count = 0
        for line in file:
            row = [None if not cell else cell.strip('"') for cell in line.rstrip("\r\n").split(",")]
            if len(row) != len(columns):
                raise ValueError(f"{len(row)} fields")
            conn.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', row)
            count += 1
    return ImportReport(count, columns)
