"""Thinks that a cursor counts the rows of a SELECT."""

import csv
from contextlib import closing

from solution import *

FAILS = "a_header_and_all_rows"
SAYS = "export_csv() returned -1 for 2 rows"


def export_csv(
    conn: sqlite3.Connection,
    sql: str,
    params: Sequence[object],
    path: Path,
    *,
    excel_safe: bool = False,
) -> int:
    """Return -1."""
    temporary = path.with_name(".tmp")
    count = 0
    try:
        with (
            closing(conn.execute(sql, params)) as cursor,
            temporary.open("w", newline="", encoding="utf-8") as file,
        ):
            writer = csv.writer(file, quoting=csv.QUOTE_STRINGS)
            writer.writerow([name for name, *_ in cursor.description])
            for row in cursor:
                writer.writerow([_cell(value, excel_safe) for value in row])
                count += 1
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return cursor.rowcount


def _cell(value: object, excel_safe: bool) -> object:
    if excel_safe and isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
