"""Thinks that only the database can fail."""

import csv
from contextlib import closing

from solution import *

FAILS = "a_failed_export_changes_no_file"
SAYS = "removes it whatever goes wrong, not only the query"


def export_csv(
    conn: sqlite3.Connection,
    sql: str,
    params: Sequence[object],
    path: Path,
    *,
    excel_safe: bool = False,
) -> int:
    """Remove the temporary file after an error of SQLite, and after no other."""
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
    except sqlite3.Error:
        temporary.unlink(missing_ok=True)
        raise
    return count


def _cell(value: object, excel_safe: bool) -> object:
    if excel_safe and isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
