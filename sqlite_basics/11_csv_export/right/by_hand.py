"""No csv module: the format is small enough to write and read it by hand."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from solution import ImportReport

FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^",]*))(,|$)')


def export_csv(
    conn: sqlite3.Connection,
    sql: str,
    params: Sequence[object],
    path: Path,
    *,
    excel_safe: bool = False,
) -> int:
    """Write line by line into a file beside the target, and rename it."""

    def cell(value: object) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            return repr(value)
        if excel_safe and re.match(r"[=+\-@\t\r]", value):
            value = "'" + value
        return '"' + value.replace('"', '""') + '"'

    part = path.parent / (path.name + ".part")
    written = -1
    try:
        rows = conn.execute(sql, params)
        with open(part, "wb") as file:  # noqa: PTH123  (bytes need no newline)
            names = [column[0] for column in rows.description]
            for row in _with_first(names, rows):
                file.write((",".join(map(cell, row)) + "\n").encode())
                written += 1
        part.rename(path)
    finally:
        if part.exists():
            part.unlink()
    return written


def _with_first(first: Sequence[object], rows: sqlite3.Cursor) -> Iterator[Sequence[object]]:
    yield first
    yield from rows


def import_csv(conn: sqlite3.Connection, path: Path, table: str) -> ImportReport:
    """Collect lines until all quotes are closed, and insert row by row."""
    known = conn.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
    rows = _rows(path)
    columns = tuple(str(name) for name in next(rows))
    for name in columns:
        if name not in {row[0] for row in known}:
            raise ValueError(f"{table} has no column {name}")
    table, *names = ('"' + name.replace('"', '""') + '"' for name in (table, *columns))
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(columns))})"
    count = 0
    try:
        for row in rows:
            if len(row) != len(columns):
                raise ValueError(f"a row of {len(row)} fields")
            conn.execute(sql, row)
            count += 1
    except BaseException:
        conn.rollback()
        raise
    else:
        conn.commit()
    return ImportReport(count, columns)


def _rows(path: Path) -> Iterator[list[str | None]]:
    with path.open(newline="\n", encoding="utf-8") as file:
        record = ""
        for line in file:
            record += line
            if record.count('"') % 2:
                continue
            yield _fields(record.removesuffix("\n").removesuffix("\r"))
            record = ""


def _fields(record: str) -> list[str | None]:
    fields: list[str | None] = []
    position = 0
    while True:
        match = FIELD.match(record, position)
        if match is None:
            raise ValueError(f"no CSV: {record[position:]}")
        quoted, plain, comma = match.groups()
        fields.append(quoted.replace('""', '"') if quoted is not None else plain or None)
        position = match.end()
        if not comma:
            return fields
