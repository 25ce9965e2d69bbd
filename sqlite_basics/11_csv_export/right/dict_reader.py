"""DictReader, batches, and a temporary folder beside the target; NULL is seen in the text."""

import csv
import itertools
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from solution import ImportReport

MISSING: Any = object()


def export_csv(
    conn: sqlite3.Connection,
    sql: str,
    params: Sequence[object],
    path: Path,
    *,
    excel_safe: bool = False,
) -> int:
    """Quote everything but NULL; fetch a hundred rows at a time."""

    def cell(value: Any) -> Any:
        if excel_safe and isinstance(value, str) and value[:1] in list("=+-@\t\r"):
            return "'" + value
        return value

    cursor = conn.cursor()
    cursor.row_factory = None
    count = 0
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".export-") as scratch:
        new = Path(scratch) / "new.csv"
        cursor.execute(sql, tuple(params))
        names = [column[0] for column in cursor.description]
        with new.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_NOTNULL, lineterminator="\n")
            writer.writerow(names)
            while rows := cursor.fetchmany(100):
                writer.writerows([[cell(value) for value in row] for row in rows])
                count += len(rows)
        new.replace(path)
    return count


def import_csv(conn: sqlite3.Connection, path: Path, table: str) -> ImportReport:
    """Insert in batches."""

    def quoted(name: str) -> str:
        return '"{}"'.format(name.replace('"', '""'))

    info = conn.execute(f"PRAGMA table_info({quoted(table)})").fetchall()
    if not info:
        raise ValueError(f"no table {table}")
    count = 0
    with path.open("r", newline="", encoding="utf-8") as file:
        lines: list[str] = []
        reader = csv.DictReader((lines.append(line) or line for line in file), restval=MISSING)
        columns = list(reader.fieldnames or [])
        lines.clear()
        for name in columns:
            if name not in [row["name"] for row in info]:
                raise ValueError(f"no column {name}")
        sql = "INSERT INTO {} ({}) VALUES ({})".format(
            quoted(table),
            ", ".join(quoted(name) for name in columns),
            ", ".join("?" for _ in columns),
        )
        try:
            rows = _with_nulls(reader, columns, lines)
            while batch := list(itertools.islice(rows, 500)):
                conn.executemany(sql, batch)
                count += len(batch)
        except BaseException:
            conn.rollback()
            raise
    conn.commit()
    return ImportReport(rows=count, columns=tuple(columns))


def _with_nulls(
    reader: csv.DictReader[str], columns: list[str], lines: list[str]
) -> Iterator[list[str | None]]:
    """Give None where the text of a row has neither a value nor quotes, in any Python."""
    for row in reader:
        if None in row or MISSING in row.values():
            raise ValueError(f"the row up to line {reader.line_num} does not fit")
        text = "".join(lines)
        lines.clear()
        values: list[str | None] = []
        start = 0
        for value in (row[name] for name in columns):
            written = '"' + value.replace('"', '""') + '"'
            if not text.startswith(written, start):
                written = value
            start += len(written) + 1
            values.append(value if written else None)
        yield values
