"""Thinks that a list of all rows costs nothing."""

import csv
from contextlib import closing

from solution import *

FAILS = "an_export_needs_little_memory"
SAYS = "none of them must be kept"


def export_csv(
    conn: sqlite3.Connection,
    sql: str,
    params: Sequence[object],
    path: Path,
    *,
    excel_safe: bool = False,
) -> int:
    """Fetch every row before the first is written."""
    temporary = path.with_name(".tmp")
    count = 0
    try:
        with (
            closing(conn.execute(sql, params)) as cursor,
            temporary.open("w", newline="", encoding="utf-8") as file,
        ):
            writer = csv.writer(file, quoting=csv.QUOTE_STRINGS)
            writer.writerow([name for name, *_ in cursor.description])
            rows = cursor.fetchall()
            for row in rows:
                writer.writerow([_cell(value, excel_safe) for value in row])
            count = len(rows)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return count


def _cell(value: object, excel_safe: bool) -> object:
    if excel_safe and isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
