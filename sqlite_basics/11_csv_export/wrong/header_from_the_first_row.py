"""Thinks that a result has at least one row."""

import csv
from contextlib import closing

from solution import *

FAILS = "a_header_and_all_rows"
SAYS = "also when no row follows"


def export_csv(
    conn: sqlite3.Connection,
    sql: str,
    params: Sequence[object],
    path: Path,
    *,
    excel_safe: bool = False,
) -> int:
    """Take the names from the first row."""
    temporary = path.with_name(".tmp")
    count = 0
    try:
        with (
            closing(conn.execute(sql, params)) as cursor,
            temporary.open("w", newline="", encoding="utf-8") as file,
        ):
            writer = csv.writer(file, quoting=csv.QUOTE_STRINGS)
            writer.writerow([])
            for row in cursor:
                if count == 0:
                    file.seek(0)
                    file.truncate()
                    writer.writerow(row.keys())
                writer.writerow([_cell(value, excel_safe) for value in row])
                count += 1
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return count


def _cell(value: object, excel_safe: bool) -> object:
    if excel_safe and isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
