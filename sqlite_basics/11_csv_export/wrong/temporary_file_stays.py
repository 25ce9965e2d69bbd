"""Thinks that a temporary file goes away by itself."""

import csv

from solution import *

FAILS = "a_failed_export_changes_no_file"
SAYS = "removes it when it is not needed"


def export_csv(
    conn: sqlite3.Connection,
    sql: str,
    params: Sequence[object],
    path: Path,
    *,
    excel_safe: bool = False,
) -> int:
    """Clean up only when all went well."""
    temporary = path.with_suffix(".tmp")
    count = 0
    with temporary.open("w", newline="", encoding="utf-8") as file:
        cursor = conn.execute(sql, params)
        writer = csv.writer(file, quoting=csv.QUOTE_STRINGS)
        writer.writerow([name for name, *_ in cursor.description])
        for row in cursor:
            writer.writerow([_cell(value, excel_safe) for value in row])
            count += 1
    temporary.replace(path)
    return count


def _cell(value: object, excel_safe: bool) -> object:
    if excel_safe and isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
